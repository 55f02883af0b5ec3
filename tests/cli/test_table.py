"""A reading laid out for people."""

import datetime as dt
import io
from importlib.resources import files

import pytest
import yaml

from musnad.cli.table import Table
from musnad.cli.terminal import FIRST_STRONG_ISOLATE, POP_ISOLATE, Terminal
from musnad.codebook import Language
from musnad.schema import (
    ActorRef,
    Casualty,
    DateValue,
    Event,
    Mention,
    PlaceRef,
    Problem,
    Reading,
    SourceRef,
    Span,
    Speaker,
    Statement,
    WeaponRef,
)

TEXT = (
    "شنّت طائرة مسيّرة مجهولة صباح أمس الأحد غارة على حاجز عسكري قرب سراقب، ما أدى إلى مقتل ما لا يقل عن ثلاثة جنود "
    "وإصابة نحو ٢٠ آخرين بحسب المرصد الذي قال إن الحاجز دُمّر كليًا"
)


def at(quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"quote": quote, "span": Span(start, start + len(quote)), "confidence": 0.8, "method": "test"}


def reading() -> Reading:
    trigger = TEXT.index("غارة")
    event = Event(
        id="e1",
        event_type="Explosions/Remote violence",
        sub_event_type="Air/drone strike",
        mentions=[Mention(**at(TEXT), trigger="غارة", trigger_span=Span(trigger, trigger + 4))],
        denied=True,
        responsibility="stated",
        date=DateValue(**at("أمس الأحد"), start=dt.date(2024, 2, 4), end=dt.date(2024, 2, 4), precision="day"),
        places=[
            PlaceRef(
                **at("سراقب"), name="Saraqib", country="SY", admin1="Idlib", lat=35.86, lon=36.8, precision="district"
            )
        ],
        actors=[ActorRef(**at("طائرة مسيّرة مجهولة"), name="Unidentified drone")],
        targets=[ActorRef(**at("حاجز عسكري"), name="military checkpoint")],
        weapons=[WeaponRef(**at("طائرة مسيّرة"), kind="drone")],
        casualties=[
            Casualty(**at("ما لا يقل عن ثلاثة جنود"), status="killed", min=3, max=None, said_by="المرصد"),
            Casualty(**at("نحو ٢٠ آخرين"), status="injured", min=18, max=22),
        ],
        sources=[SourceRef(**at("المرصد"), name="SOHR", kind="monitor")],
        response_to="e7",
    )
    said = Statement(
        **at("الحاجز دُمّر كليًا"), speaker=Speaker(**at("المرصد"), name="SOHR"), kind="claim", role="جهة رصد"
    )
    problem = Problem(code="no_date", message="no publication date")
    return Reading(id="a-1", text=TEXT, title="غارة", events=[event], statements=[said], problems=[problem])


def shown(terminal: Terminal = Terminal(), language: Language = "en") -> str:  # noqa: B008
    return "\n".join(Table(terminal, language).lines(reading()))


@pytest.mark.parametrize(
    "line",
    [
        "a-1  غارة",
        "note       no publication date",
        "when       2024-02-04 (day)  «أمس الأحد»",
        "where      Saraqib, Idlib, SY (district) 35.86, 36.80  «سراقب»",
        "who        Unidentified drone (stated)  «طائرة مسيّرة مجهولة»",
        "to whom    military checkpoint  «حاجز عسكري»",
        "with what  Drone  «طائرة مسيّرة»",
        "toll       Killed: 3 or more, according to المرصد  «ما لا يقل عن ثلاثة جنود»",
        "Injured: 18–22  «نحو ٢٠ آخرين»",
        "source     SOHR (monitor)  «المرصد»",
        "answers    e7",
        "denied     Air/drone strike",
        "speaker    SOHR (جهة رصد)  «المرصد»",
        "words      «الحاجز دُمّر كليًا»",
    ],
)
def test_every_value_is_shown_with_the_words_it_was_read_from(line: str) -> None:
    assert line in [line.strip() for line in shown().splitlines()]


def test_the_trigger_stands_in_brackets_within_its_clause() -> None:
    assert "الأحد [غارة] على" in shown()


def test_labels_and_codes_are_arabic_when_asked() -> None:
    lines = [line.strip() for line in shown(language="ar").splitlines()]
    assert any(line.startswith("الوسيلة") and "طائرة مسيّرة" in line for line in lines)
    assert any(line.startswith("الخسائر") and "3 أو أكثر، بحسب المرصد" in line for line in lines)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_terminal_every_piece_is_isolated_and_every_isolate_closed(language: Language) -> None:
    lines = shown(Terminal(bidi=True), language).splitlines()
    assert f"{FIRST_STRONG_ISOLATE}«أمس الأحد»{POP_ISOLATE}" in "".join(lines)
    assert all(line.count(FIRST_STRONG_ISOLATE) == line.count(POP_ISOLATE) for line in lines)


def test_a_file_gets_neither_isolates_nor_styles() -> None:
    terminal = Terminal.of(io.StringIO())
    assert terminal == Terminal(bidi=False, styled=False)
    assert not {FIRST_STRONG_ISOLATE, POP_ISOLATE, "\x1b"} & set(shown(terminal))


def test_long_words_are_wrapped_to_the_width() -> None:
    narrow = shown(Terminal(width=60)).splitlines()
    assert max(map(len, narrow)) <= 60


def test_colours_are_left_out_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Terminal.of(Screen()).styled
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.of(Screen()).styled


def test_a_code_that_the_codebook_does_not_know_is_shown_as_it_is() -> None:
    odd = reading()
    odd.events[0].weapons[0].kind = "trebuchet"
    assert "trebuchet" in "\n".join(Table(Terminal(), "en").lines(odd))


def test_an_article_cannot_command_the_terminal_or_turn_the_line_around() -> None:
    hostile = Reading(id="a", text="", title="عاجل\x1b[2J\u202e: قصف\nسطر", outlet="\u2067\x07")
    lines = list(Table(Terminal(), "en").lines(hostile))
    assert lines[0] == "a  عاجل [2J : قصف سطر"
    assert not {"\x1b", "\x07", "\u202e", "\u2067"} & set("".join(lines))


def test_an_actor_without_a_common_name_is_shown_by_the_articles_words_once() -> None:
    plain = reading()
    plain.events[0].targets[0].name = "حاجز عسكري"
    lines = [line.strip() for line in Table(Terminal(), "en").lines(plain)]
    assert "to whom    «حاجز عسكري»" in lines


def test_a_reading_without_events_says_so() -> None:
    assert "no events found" in "\n".join(Table(Terminal(), "en").lines(Reading(id="a", text="")))


def test_labels_are_sorted_and_stand_once_in_both_languages() -> None:
    text = (files("musnad.cli") / "labels.yaml").read_text("utf-8")
    names = [line.split(":")[0] for line in text.splitlines() if not line.startswith("#")]
    assert names == sorted(set(names))
    assert all(set(label) == {"ar", "en"} for label in yaml.safe_load(text).values())
