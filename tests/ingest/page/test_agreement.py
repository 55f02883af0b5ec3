"""A text held against what another extractor sees."""

from musnad.ingest.page.agreement import held_against
from musnad.ingest.records import Record
from musnad.schema import Hyperlink, Span

TEXT = [f"قُتل {number} مدنيين في قصف استهدف بلدة رقم {number} صباح اليوم، بحسب الدفاع المدني." for number in range(8)]
OTHERS = [f"تعليق القارئ سمير: كلام طويل لا علاقة له بالخبر إطلاقًا {number} وأكثر منه." for number in range(20)]


def _record(lines: list[str], marked: str = "") -> Record:
    text = "\n".join(lines)
    links = (
        [Hyperlink(Span(text.index(marked), text.index(marked) + len(marked)), "https://a.example/")] if marked else []
    )
    return Record(text=text, links=links)


def test_lines_that_only_a_much_longer_text_has_are_left_out() -> None:
    assert held_against(_record(TEXT + OTHERS), "\n".join(TEXT)).text == "\n".join(TEXT)


def test_a_text_that_is_little_longer_stays_as_it_is() -> None:
    record = _record([*TEXT, OTHERS[0]])
    assert held_against(record, "\n".join(TEXT)) is record


def test_a_text_that_says_something_else_is_no_judge() -> None:
    record = _record(TEXT * 3)
    assert held_against(record, "\n".join(OTHERS[:9])) is record


def test_spans_move_along_with_their_lines() -> None:
    found = held_against(_record([*OTHERS, *TEXT], marked="بلدة رقم 5"), "\n".join(TEXT))
    (link,) = found.links
    assert link.span.of(found.text) == "بلدة رقم 5"


def test_spans_of_lines_left_out_go_with_them() -> None:
    assert held_against(_record([*OTHERS, *TEXT], marked="القارئ سمير"), "\n".join(TEXT)).links == []
