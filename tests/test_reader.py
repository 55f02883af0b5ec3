"""What `musnad.read` promises for every article."""

import datetime as dt
import json
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import musnad.reader
from musnad import Article, Reading, read
from musnad.codebook import codebook
from musnad.evaluate.gold import scorer
from musnad.schema import Span

TEXT = (
    "قُتل ثلاثة جنود وأُصيب ٥ آخرون، مساء أمس الاثنين، في هجوم بطائرة مسيّرة استهدف قاعدة عسكرية قرب مدينة "
    "تدمر وسط سوريا، وفق ما قال مصدر عسكري.\n"
    "ولم تتبنَّ أي جهة الهجوم حتى الآن.\n"
    "وفي حادث منفصل، انفجرت عبوة ناسفة صباح اليوم بسيارة في حي الشعب شمالي بغداد، ما أدى إلى إصابة مدنيَّين اثنين."
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Article(id="a-1", title="هجوم قرب تدمر", published="2024-01-09", text=TEXT))


def _values(node: Any) -> list[dict[str, Any]]:
    """Every object with a quote and a span in a reading's JSON."""
    found = [node] if isinstance(node, dict) and "quote" in node and "span" in node else []
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return found + [value for child in children for value in _values(child)]


def _json(reading: Reading) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(msgspec.json.encode(reading))
    return decoded


def test_two_incidents_come_out_as_two_events(reading: Reading) -> None:
    assert [event.sub_event_type for event in reading.events] == ["Air/drone strike", "Remote explosive/landmine/IED"]


def test_a_later_mention_joins_its_event() -> None:
    first = "استهدف هجوم بسيارة مفخخة مقرًا للجيش في بنغازي أمس وقُتل جنديان."
    text = f"{first}\nوقال مصدر عسكري إن الهجوم أسفر أيضًا عن إصابة ثلاثة آخرين."
    (event,) = read(Article(id="a", text=text, published="2024-01-09")).events
    assert "الهجوم" in [mention.trigger for mention in event.mentions]


def test_relative_days_are_anchored_on_publication(reading: Reading) -> None:
    dates = [event.date.start if event.date else None for event in reading.events]
    assert dates == [dt.date(2024, 1, 8), dt.date(2024, 1, 9)]


def test_tolls_keep_their_status(reading: Reading) -> None:
    tolls = {(c.status, c.min, c.max) for c in reading.events[0].casualties}
    assert tolls == {("killed", 3, 3), ("injured", 5, 5)}


def test_the_most_exact_place_stands_first(reading: Reading) -> None:
    assert [event.places[0].country for event in reading.events] == ["SY", "IQ"]


def test_every_value_stands_in_the_text_at_its_span(reading: Reading) -> None:
    values = _values(_json(reading))
    assert len(values) > 10
    for value in values:
        assert Span(**value["span"]).of(TEXT) == value["quote"]


def test_every_value_names_method_and_confidence(reading: Reading) -> None:
    for value in _values(_json(reading)):
        assert value["method"]
        assert 0.0 <= value["confidence"] <= 1.0


def test_a_reading_obeys_the_published_schema(reading: Reading) -> None:
    jsonschema.validate(_json(reading), msgspec.json.schema(Reading))


def test_a_reading_goes_straight_into_the_scorer(reading: Reading) -> None:
    found = _json(reading)
    assert scorer("score").tally(found | {"text": TEXT}, found)["unsupported"] == 0
    assert scorer("score").total([scorer("score").tally(found, found)])["event"]["f1"] == 1.0


def test_codes_are_of_the_codebook(reading: Reading) -> None:
    book = codebook()
    for event in reading.events:
        assert event.sub_event_type in book.sub_event_types
        assert event.responsibility in book.responsibilities
        assert all(weapon.kind in book.weapons for weapon in event.weapons)
        assert all(source.kind in book.source_kinds for source in event.sources)
    assert all(statement.kind in book.statement_kinds for statement in reading.statements)


def test_reading_is_deterministic(reading: Reading) -> None:
    again = read(Article(id="a-1", title="هجوم قرب تدمر", published="2024-01-09", text=TEXT))
    assert msgspec.json.encode(again) == msgspec.json.encode(reading)


def test_without_a_date_relative_days_are_left_out() -> None:
    reading = read(Article(id="a", text=TEXT))
    assert [problem.code for problem in reading.problems] == ["no publication date"]
    assert all(event.date is None for event in reading.events)


def test_a_date_in_the_future_is_noted() -> None:
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=40)
    reading = read(Article(id="a", text=TEXT, published=day.isoformat()))
    assert [problem.code for problem in reading.problems] == ["future date"]


def test_an_overlong_text_is_read_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musnad.reader, "MAX_LENGTH", 100)
    reading = read(Article(id="a", text=TEXT, published="2024-01-09"))
    assert [problem.code for problem in reading.problems] == ["too long"]
    assert all(mention.span.end <= 100 for event in reading.events for mention in event.mentions)
    assert reading.text == TEXT


def test_a_part_that_fails_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[object]:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(musnad.reader, "find_statements", broken)
    reading = read(Article(id="a", text=TEXT, published="2024-01-09"))
    assert [problem.code for problem in reading.problems] == ["statements not read"]
    assert reading.events


@pytest.mark.parametrize("text", ["", " ", "\n\n", "؟", "abc 123", "\ud800", "ا" * 10_000, "قُتل " * 500, "««««((("])
def test_odd_texts_are_read(text: str) -> None:
    reading = read(Article(id="a", text=text, published="2024-01-09"))
    assert reading.problems == []


@pytest.mark.parametrize(("field", "value"), [("published", "yesterday"), ("text", None), ("title", None)])
def test_an_article_spoilt_after_it_was_made_is_still_read(field: str, value: object) -> None:
    article = Article(id="a", title="عنوان", text=TEXT, published="2024-01-09")
    setattr(article, field, value)
    assert isinstance(read(article), Reading)


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("خطف مجهولون طبيبًا في بنغازي يوم الخميس.", "Abduction/forced disappearance"),
        ("تظاهر المئات في الخرطوم اليوم احتجاجًا على الغلاء.", "Peaceful protest"),
        ("فجّر انتحاري نفسه أمام مسجد في كابول الجمعة.", "Suicide bomb"),
        ("قصفت الطائرات الحربية أطراف مدينة إدلب فجر اليوم.", "Air/drone strike"),
        ("اعتقلت قوات الأمن خمسة ناشطين في تونس مساء أمس.", "Arrests"),
        ("انفجرت سيارة مفخخة في مقديشو ما أسفر عن مقتل سبعة أشخاص.", "Remote explosive/landmine/IED"),
        ("اندلعت اشتباكات بين الجيش ومسلحين في تعز اليوم.", "Armed clash"),
        ("اغتال مسلحون مجهولون ناشطًا في درعا.", "Attack"),
    ],
)
def test_news_of_one_sentence_is_an_event(text: str, sub_event_type: str) -> None:
    (event,) = read(Article(id="a", text=text, published="2024-02-05")).events
    assert event.sub_event_type == sub_event_type


def test_a_quiet_article_has_no_events() -> None:
    text = "ارتفعت أسعار الخضار في الأسواق هذا الأسبوع بنسبة عشرة في المئة، وفق الغرفة التجارية."
    assert read(Article(id="a", text=text, published="2024-01-09")).events == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_string_is_read_without_a_problem(text: str) -> None:
    reading = read(Article(id="a", text=text, published="2024-01-09"))
    assert reading.problems == []
    for value in _values(msgspec.to_builtins(reading)):
        assert Span(**value["span"]).of(text) == value["quote"]


_WORDS = st.sampled_from(
    [*TEXT.split(), "\u200f", "ــ", "٣", "\n", "«", "»", "12:30", "(", ")", "،", "عقب", "لن", "ردًا", "على"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=120).map(" ".join))
def test_any_order_of_news_words_gives_quotes_that_stand_in_the_text(text: str) -> None:
    reading = read(Article(id="a", text=text, published="2024-01-09"))
    assert reading.problems == []
    for value in _values(msgspec.to_builtins(reading)):
        assert Span(**value["span"]).of(text) == value["quote"]


def test_a_place_and_the_noun_that_points_back_at_it_are_one_place_of_an_event() -> None:
    text = "قُتل أربعة مدنيين، صباح اليوم الخميس، في قصف مدفعي على السوق الشعبي في مدينة أريحا جنوب إدلب."
    reading = read(Article(id="a", text=text, published="2024-03-14"))
    names = [place.name for event in reading.events for place in event.places]
    assert names == ["Ariha", "Idlib"]
