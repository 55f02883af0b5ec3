"""The text cut into segments, whatever its marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.cli.page.marks import KINDS, Mark, Marks, Segment, exactly
from musnad.schema import Span

ORDERS = st.integers(-2, 30)
SPANS = st.lists(st.tuples(ORDERS, ORDERS, st.sampled_from(KINDS)), max_size=12)


def marked(text: str, *spans: tuple[int, int, str]) -> Marks:
    marks = Marks("a1", text)
    for number, (start, end, kind) in enumerate(spans):
        marks.add(Span(start, end), kind, f"a1-e{number}", f"a1-e{number}-1")  # type: ignore[arg-type]
    return marks


def covered(segments: list[Segment]) -> dict[Mark, str]:
    """The words that each mark's segments hold."""
    words: dict[Mark, str] = {}
    for segment in segments:
        for mark in segment.marks:
            words[mark] = words.get(mark, "") + segment.text
    return words


@given(st.text(max_size=25), SPANS)
def test_the_segments_are_the_text_for_any_spans(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert "".join(segment.text for segment in marked(text, *spans).segments()) == text


@given(st.text(max_size=25), SPANS)
def test_every_mark_covers_its_own_words_and_begins_once(text: str, spans: list[tuple[int, int, str]]) -> None:
    segments = list(marked(text, *spans).segments())
    words = covered(segments)
    assert {(mark.span, mark.kind) for mark in words} == {
        (Span(start, end), kind) for start, end, kind in spans if 0 <= start < end <= len(text)
    }
    assert all(mark.span.of(text) == found for mark, found in words.items())
    assert sorted(mark.anchor for segment in segments for mark in segment.starting) == sorted(
        mark.anchor for mark in words
    )


def test_overlapping_marks_share_the_segment_that_both_cover() -> None:
    segments = list(marked("قصف مدفعي عنيف", (0, 9, "weapon"), (4, 14, "trigger")).segments())
    assert [(segment.text, [mark.kind for mark in segment.marks]) for segment in segments] == [
        ("قصف ", ["weapon"]),
        ("مدفعي", ["weapon", "trigger"]),
        (" عنيف", ["trigger"]),
    ]


def test_a_nested_mark_stands_within_the_longer_one() -> None:
    *_, segment = marked("قرب سراقب", (4, 9, "place"), (0, 9, "statement")).segments()
    assert [mark.kind for mark in segment.marks] == ["statement", "place"]


def test_the_same_words_of_the_same_kind_in_two_events_are_one_mark() -> None:
    [segment] = marked("أمس", (0, 3, "date"), (0, 3, "date")).segments()
    assert segment.groups == ["a1-e0", "a1-e1"]
    assert len(segment.marks) == 1


def test_a_span_outside_the_text_has_no_anchor() -> None:
    assert Marks("a1", "أمس").add(Span(2, 9), "date", "a1-e1", "a1-e1-1") is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        ("سطر\r\nسطر", "سطر&#13;\nسطر"),
        ("أ\x00ب\ud800", "أ\ufffdب\ufffd"),
        ("أ\u202eب", 'أ<span class="control" data-code="U+202E">\u202e</span>ب'),
        ("أ\u200fب\u200d", "أ\u200fب\u200d"),
    ],
)
def test_text_is_written_so_that_a_browser_holds_the_same(text: str, written: str) -> None:
    assert exactly(text) == written
