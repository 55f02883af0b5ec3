"""The page in a real browser: reading, pointing, tabbing, printing, on wide and narrow screens."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from musnad.cli.page import Page as MusnadPage
from musnad.codebook import Language
from musnad.schema import Event, Mention, Reading, Span

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "1", reason="needs Chromium")
TAIL = "واستُهدف الحاجز بقصف جديد"
ODD = "\n<script>window.harmed = 1</script> سطر\r\nثانٍ\tabc\u202edef\u2069\u2067 \u0085\u2028نهاية\ufeff\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page of some readings; anything that it asks for, or complains of, fails the test."""
    amiss: list[str] = []
    contexts: list[Any] = []

    def opener(*readings: Reading, language: Language = "ar", width: int = 1280, **options: Any) -> Page:
        path = tmp_path / "page.html"
        page = MusnadPage(language)
        for reading in readings:
            page.add(reading)
        path.write_text(page.html(), encoding="utf-8", errors="replace")
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: amiss.append(request.url) if request.url != path.as_uri() else None)
        tab.on("console", lambda message: amiss.append(message.text))
        tab.on("pageerror", lambda error: amiss.append(str(error)))
        tab.goto(path.as_uri())
        return tab

    yield opener
    for context in contexts:
        context.close()
    assert amiss == []


def lit(page: Page, name: str = "lit") -> list[str]:
    """The words of the text that are lit up."""
    return page.locator(f".segment.{name}").all_text_contents()


def focused(page: Page, attribute: str) -> str | None:
    return page.locator(":focus").get_attribute(attribute) if page.locator(":focus").count() else None


def test_the_text_in_the_browser_is_the_articles_text(opened: Opened, reading: Reading) -> None:
    reading.text = ODD + reading.text
    page = opened(reading)
    assert page.locator(".text").evaluate("text => text.textContent") == reading.text
    assert page.evaluate("window.harmed") is None


def test_a_mark_that_turns_text_around_does_not_reach_its_neighbours(opened: Opened) -> None:
    page = opened(Reading(id="a", text="قصف \u202eabc", title="قصف \u202eabc", outlet="\u202eabc"))
    left_to_right = """text => {
        const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        while (!node.nextNode().data.includes("abc"));
        const edge = (at) => {
            const range = document.createRange();
            range.setStart(node.currentNode, at);
            range.setEnd(node.currentNode, at + 1);
            return range.getBoundingClientRect().left;
        };
        const first = node.currentNode.data.indexOf("abc");
        return edge(first) < edge(first + 2);
    }"""
    assert [page.locator(part).evaluate(left_to_right) for part in (".text", "article h2", "article > header p")] == [
        True
    ] * 3


def test_focusing_an_event_lights_up_all_its_words(opened: Opened, reading: Reading) -> None:
    page = opened(reading)
    page.locator("#a1-e1 .head a").focus()
    words = "".join(lit(page))
    assert all(quote in words for quote in ("صباح أمس الأحد", "قرب سراقب", "ما لا يقل عن ثلاثة جنود", "المرصد"))
    assert "قصفًا" not in words
    assert "كليًا" not in words


def test_focusing_a_row_lights_up_its_own_words_most(opened: Opened, reading: Reading) -> None:
    page = opened(reading)
    page.get_by_role("row", name="سراقب، إدلب").get_by_role("link").focus()
    assert lit(page, "exact") == ["قرب سراقب"]
    assert "حاجز عسكري" in lit(page)


def test_tabbing_through_the_text_lights_up_the_rows(opened: Opened, reading: Reading) -> None:
    page = opened(reading)
    seen: dict[str, list[str]] = {}
    for _ in range(60):
        page.keyboard.press("Tab")
        if (focused(page, "class") or "").startswith("segment"):
            rows = page.locator("tr.exact").all_text_contents()
            seen[page.locator(":focus").text_content() or ""] = [" ".join(row.split()) for row in rows]
    assert seen["قرب سراقب"] == ["أين سراقب، إدلب، سوريا (قضاء) 35.86° شمالًا، 36.80° شرقًا قرب سراقب 80%"]
    assert [row.split()[0] for row in seen["طائرة مسيّرة"]] == ["الجهة", "الوسيلة"]


def test_pointing_at_a_word_lights_up_its_event_and_leaving_it_ends_that(opened: Opened, reading: Reading) -> None:
    page = opened(reading)
    page.get_by_role("link", name="حاجز عسكري").first.hover()
    assert page.locator("tbody.lit").get_attribute("id") == "a1-e1"
    page.locator("h1").hover()
    assert page.locator(".lit").count() == 0


def test_a_pointer_that_lies_still_does_not_keep_the_keyboard_from_lighting_up(
    opened: Opened, reading: Reading
) -> None:
    page = opened(reading)
    page.get_by_role("link", name="الحاجز دُمّر كليًا").first.hover()
    page.locator("#a1-e1 .head a").focus()
    page.keyboard.press("Shift")
    page.keyboard.press("Tab")
    assert page.locator("tbody.lit").get_attribute("id") == "a1-e1"
    assert page.locator("tr.exact").count() > 0


def test_enter_on_a_word_goes_to_its_row_and_from_there_back(opened: Opened, reading: Reading) -> None:
    page = opened(reading)
    page.get_by_role("link", name="قرب سراقب").first.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    assert "35.86" in (row.text_content() or "")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".text :target").text_content() == "قرب سراقب"


def test_without_scripts_all_is_readable_and_links_work(opened: Opened, reading: Reading) -> None:
    page = opened(reading, java_script_enabled=False)
    assert page.locator(".text").is_visible()
    page.get_by_role("link", name="قرب سراقب").last.click()
    assert page.url.rpartition("#")[2] == page.locator(".text .place").first.get_attribute("id")


@pytest.mark.parametrize(("language", "width"), list(product(["ar", "en"], [360, 1280])))
def test_no_screen_scrolls_sideways(opened: Opened, reading: Reading, language: Language, width: int) -> None:
    long = "ق" * 300
    many = [Event(id=f"e{n}", event_type=long, sub_event_type=long, mentions=[]) for n in range(30)]
    wide = Reading(id="b", text=long, title=long, outlet=long, url=f"https://example.org/{long}", events=many)
    page = opened(reading, wide, language=language, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_article_stands_on_the_side_where_reading_begins(
    opened: Opened, reading: Reading, language: Language
) -> None:
    page = opened(reading, language=language)
    text, tables = page.locator(".original").bounding_box(), page.locator(".found").bounding_box()
    assert text is not None
    assert tables is not None
    assert (text["x"] > tables["x"]) is (language == "ar")


def test_a_dark_screen_gets_dark_ground_and_paper_gets_white(opened: Opened, reading: Reading) -> None:
    page = opened(reading, color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(21, 24, 29)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_each_article_after_the_first_is_printed_on_a_new_sheet(opened: Opened, reading: Reading) -> None:
    short = Reading(id="b", text="نص")
    sheets = [opened(*readings).pdf(format="A4").count(b"/Type /Page\n") for readings in ([short], [short, short])]
    assert sheets == [1, 2]


def test_words_far_down_a_long_text_are_brought_into_view_beside_their_row(opened: Opened, reading: Reading) -> None:
    reading.text += "\n" + "سطر آخر من نص طويل لا حدث فيه.\n" * 60 + TAIL
    span = Span(len(reading.text) - len(TAIL), len(reading.text))
    value = {"quote": TAIL, "span": span, "confidence": 1.0, "method": "test"}
    reading.events[1].mentions = [Mention(**value, trigger=TAIL, trigger_span=span)]
    page = opened(reading)
    page.locator("#a1-e2 .head a").focus()
    box = page.get_by_role("link", name=TAIL).first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 800
