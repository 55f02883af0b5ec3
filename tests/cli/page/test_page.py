"""The page as it is written: its text, its links, its colours, and what hostile articles cannot do to it."""

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.cli.page import Page
from musnad.cli.page.marks import KINDS
from musnad.codebook import Language
from musnad.schema import ActorRef, Event, PlaceRef, Reading, Span

VOID = {"meta", "line", "rect", "circle"}
ATTACKS = [
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='\"",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "]]>--><!--",
]
CSS = (files("musnad.cli.page") / "page.css").read_text("utf-8")


class Dom(HTMLParser):
    """The elements of a page with their attributes, and the text that those of a class hold; tags must match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[list[str], str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [name for _, attrs in self.open for name in (attrs.get("class") or "").split()]
        self.text.append((classes, data))

    def text_of(self, name: str) -> str:
        return "".join(data for classes, data in self.text if name in classes)

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def written(*readings: Reading, language: Language = "ar") -> str:
    page = Page(language)
    for reading in readings:
        page.add(reading)
    return page.html()


def scattered(text: str, spans: list[tuple[int, int]]) -> Reading:
    """A reading with evidence at any spans, in the text or not."""
    values = [{"quote": "", "span": Span(*span), "confidence": 1.0, "method": ""} for span in spans]
    actors = [ActorRef(**value, name="") for value in values]
    places = [
        PlaceRef(**value, name="", country=None, admin1=None, lat=None, lon=None, precision="town") for value in values
    ]
    event = Event(id="e1", event_type="", sub_event_type="", mentions=[], actors=actors, places=places[::2])
    return Reading(id="a", text=text, events=[event])


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8))
def test_the_pages_text_is_the_articles_text_for_any_spans(text: str, spans: list[tuple[int, int]]) -> None:
    dom = Dom(written(scattered(text, spans)))
    assert dom.text_of("text") == text.replace("\x00", "\ufffd")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_ids_are_unique_and_every_link_within_the_page_has_its_target(reading: Reading, language: Language) -> None:
    dom = Dom(written(reading, reading, language=language))
    ids = dom.all("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in dom.all("href") if href.startswith("#")} <= set(ids)
    assert {name for names in dom.all("aria-labelledby") for name in names.split()} <= set(ids)


def test_every_kind_of_evidence_is_marked_in_the_text(reading: Reading) -> None:
    dom = Dom(written(reading))
    marked = {name for classes, _ in dom.text if "text" in classes for name in classes}
    assert set(KINDS) <= marked


@pytest.mark.parametrize(
    "said",
    [
        "غارة جوية أو ضربة مسيّرة",
        "التفجيرات والعنف عن بُعد",
        "4 شباط/فبراير 2024 (يوم)",
        "سراقب، إدلب، سوريا (قضاء) 35.86° شمالًا، 36.80° شرقًا",
        "Unidentified drone (مقرَّر)",
        "طائرة مسيّرة",
        "قتيل: 3 أو أكثر، بحسب المرصد",
        "جريح: من 18 إلى 22",
        "SOHR (جهة رصد)",
        "حدث واحد بلا تاريخ",
        "نفي",
        "90%",
        "5 شباط/فبراير 2024، 08:30 UTC+03:00",
        "published in the future",
        "ملاحظة واحدة",
    ],
)
def test_an_event_is_shown_with_all_that_was_read(reading: Reading, said: str) -> None:
    text = " ".join("".join(data for _, data in Dom(written(reading)).text).split())
    assert said in text


def test_an_event_that_answers_another_links_to_it(reading: Reading) -> None:
    assert '<a href="#a1-e2"><bdi>e2</bdi></a>' in written(reading)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_runs_in_its_languages_direction(reading: Reading, language: Language, direction: str) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in written(reading, language=language)


def test_several_articles_are_listed_at_the_top_with_links(reading: Reading) -> None:
    html = written(reading, reading)
    assert html.index('<nav aria-labelledby="articles">') < html.index('<a href="#a2"') < html.index("<article")
    assert "<nav" not in written(reading)


def test_the_page_names_the_readers_that_read_its_articles() -> None:
    html = written(*(Reading(id="a", text="نص", reader=reader) for reader in ("r-1", "r-2", "r-1")), language="en")
    assert "Musnad's reader <bdi>r-1, r-2</bdi>" in html


def test_a_page_without_articles_says_so() -> None:
    assert "لا مقالات" in written()


def test_an_article_without_events_says_so() -> None:
    assert "لم يُعثر على أحداث" in written(Reading(id="a", text="نص"))


@pytest.mark.parametrize(("attack", "language"), list(product(ATTACKS, ["ar", "en"])))
def test_no_string_of_a_reading_becomes_markup(
    hostile: Callable[[str], Reading], attack: str, language: Language
) -> None:
    plain = Dom(written(hostile("نص عادي"), language=language))
    dom = Dom(written(hostile(attack), language=language))
    assert [tag for tag, _ in dom.elements] == [tag for tag, _ in plain.elements]
    assert not [name for _, attrs in dom.elements for name in attrs if name.startswith("on")]
    assert dom.text_of("text") == attack


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//[", "ftp://example.org", ""])
def test_an_address_that_is_no_web_page_is_not_linked(reading: Reading, url: str) -> None:
    reading.url = url
    assert "external" not in written(reading)


def test_marks_that_turn_text_around_stand_only_in_the_article_and_there_by_themselves(
    hostile: Callable[[str], Reading],
) -> None:
    dom = Dom(written(hostile("قصف\u202eabc\u2069\u2067\x07")))
    turning = [(classes, data) for classes, data in dom.text if set(data) & set("\u202e\u2069\u2067")]
    assert [data for _, data in turning] == ["\u202e", "\u2069", "\u2067"]
    assert all({"text", "control"} <= set(classes) for classes, _ in turning)
    assert not any(set("\u202e\x07") & set(value or "") for _, attrs in dom.elements for value in attrs.values())


def test_the_page_asks_for_nothing_and_lets_in_only_its_own_style_and_script(reading: Reading) -> None:
    html = written(reading)
    dom = Dom(html)
    assert not [attrs for tag, attrs in dom.elements if "src" in attrs or tag in ("link", "img", "iframe", "base")]
    assert "url(" not in CSS
    assert "@import" not in CSS
    for tag in ("style", "script"):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


def themes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet by theme and name."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in CSS.split("@media", 2)[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_highlights_and_their_lines_stand_out(theme: str, kind: str) -> None:
    colours = themes()[theme]
    ground, line = colours[kind], colours[f"{kind}-line"]
    assert contrast(colours["ink"], ground) >= 4.5
    assert min(contrast(line, behind) for behind in (ground, colours["page"], colours["panel"])) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link"])
@pytest.mark.parametrize("ground", ["page", "panel", "lit-row"])
def test_text_stands_out_from_every_ground(theme: str, ink: str, ground: str) -> None:
    assert contrast(themes()[theme][ink], themes()[theme][ground]) >= 4.5


def test_each_kind_is_told_by_the_style_of_its_line_and_not_by_colour_alone() -> None:
    styles = [re.search(rf"\.{kind} \{{.*text-decoration: (\w+ \w+ \w+)", CSS) for kind in KINDS]
    lines = [style and style[1] for style in styles]
    assert None not in lines
    assert len(set(lines)) == len(KINDS)
