"""How well articles are read out of web pages, against pages whose article was written before their markup.

A folder holds pages and `expected.jsonl`, one page a line, as `gold/pages/build.py` makes them. Every figure is a mean
over pages; a page counts for a figure where it states the thing or where something was found that it does not state.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from musnad.errors import BadInputError
from musnad.evaluate.tables import Interval, bootstrap
from musnad.ingest.records import Record
from musnad.text.normalise import Folded, fold
from musnad.text.tokens import tokenize

EXPECTED = "expected.jsonl"
FIGURES = (
    *("text F1", "text precision", "text recall", "paragraphs", "title", "published", "updated", "authors", "outlet"),
    *("dateline", "captions", "related", "links", "corrections", "based on", "next page"),
)
"""F1 of bags of folded words for text; the share of paragraphs that stand as such; exact shares; F1 of sets."""


class ExpectedPage(msgspec.Struct):
    """One page of the test set and the article that it states; `shape` is the content system it imitates."""

    file: str
    title: str
    text: str
    shape: str = ""
    url: str | None = None
    headers: dict[str, str] = {}
    id: str = ""
    authors: list[str] = []
    outlet: str = ""
    published: str | None = None
    updated: str | None = None
    dateline: str | None = None
    captions: list[str] = []
    related: list[Any] = []
    links: list[Any] = []
    corrections: list[Any] = []
    based_on: list[str] = []
    next_page: str | None = None


class FoundPage(msgspec.Struct):
    """What a reader of pages gave for one: its record, None where it found no article, and the address that follows."""

    record: Record | None
    next_page: str | None = None


class Figure(msgspec.Struct):
    """A mean over `n` pages with its 95 % bootstrap interval."""

    mean: float
    n: int
    interval: Interval | None


Reader = Callable[[bytes, ExpectedPage], FoundPage]
Scores = dict[str, float]


def load(folder: Path) -> list[ExpectedPage]:
    """The pages of a folder; BadInputError with the line that is wrong, or where there are none."""
    path = folder / EXPECTED
    if not path.exists():
        raise BadInputError(f"{path}: no such file; build the pages with gold/pages/build.py")
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(msgspec.json.decode(line, type=ExpectedPage))
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise BadInputError(f"{path}:{number}: {error}", line=number) from None
    if not found:
        raise BadInputError(f"{path}: it names no page")
    return found


def musnad_reader(fast: bool = False) -> Reader:
    """Musnad's own reading of a page."""
    from musnad.ingest.page import extract

    def read(raw: bytes, page: ExpectedPage) -> FoundPage:
        try:
            found = extract(raw, url=page.url, content_type=page.headers.get("content-type"), fast=fast)
        except BadInputError:
            return FoundPage(None)
        return FoundPage(found.record, found.next_page)

    return read


def scores(folder: Path, read: Reader) -> list[tuple[ExpectedPage, Scores]]:
    """The figures of every page of a folder."""
    return [(page, score(page, read((folder / page.file).read_bytes(), page))) for page in load(folder)]


def figures(of_pages: Iterable[Scores]) -> dict[str, Figure]:
    """Means over pages of the figures that they have, with intervals."""
    rows = list(of_pages)
    report = {}
    for name in FIGURES:
        values = [row[name] for row in rows if name in row]
        if values:
            interval = bootstrap([[value] for value in values], lambda sample: sum(sample) / len(sample))
            report[name] = Figure(sum(values) / len(values), len(values), interval)
    return report


def score(page: ExpectedPage, found: FoundPage) -> Scores:
    """The figures of one page; those that it neither states nor was found to have are left out."""
    record = found.record or Record(text="")
    precision, recall = word_overlap(page.text, record.text)
    given: Scores = {
        "text F1": _f1(precision, recall),
        "text precision": precision,
        "text recall": recall,
        "paragraphs": _of_sets(_lines(page.text), _lines(record.text)),
        "title": float(_collapsed(page.title) == _collapsed(record.title)),
    }
    exact = {
        "published": (page.published, record.published, same_moment),
        "updated": (page.updated, record.updated, same_moment),
        "outlet": (page.outlet, record.outlet, _same_text),
        "dateline": (page.dateline, record.dateline, _same_dateline),
        "next page": (page.next_page, found.next_page, _same_text),
    }
    given |= {name: float(same(a, b)) for name, (a, b, same) in exact.items() if a or b}
    sets: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "authors": (page.authors, record.authors),
        "captions": (page.captions, record.captions),
        "related": (_texts(page.related), [line.text for line in record.related]),
        "links": (_links(page), [(_collapsed(x.span.of(record.text)), x.url) for x in record.links]),
        "corrections": (_texts(page.corrections), [note.text for note in record.corrections]),
        "based on": (page.based_on, record.based_on),
    }
    return given | {name: _of_sets(a, b) for name, (a, b) in sets.items() if a or b}


def word_overlap(expected: str, found: str) -> tuple[float, float]:
    """Precision and recall of the folded words of `found`, each counted as often as it stands there."""
    a, b = _bag(expected), _bag(found)
    shared = sum((a & b).values())
    return shared / max(sum(b.values()), 1), shared / max(sum(a.values()), 1)


def _bag(text: str) -> Counter[str]:
    return Counter(token.fold for token in tokenize(Folded(text)) if token.is_word or token.is_number)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _of_sets(expected: Sequence[object], found: Sequence[object]) -> float:
    a, b = Counter(map(_comparable, expected)), Counter(map(_comparable, found))
    shared = sum((a & b).values())
    return 2 * shared / max(sum(a.values()) + sum(b.values()), 1)


def _comparable(value: object) -> object:
    return _collapsed(value) if isinstance(value, str) else value


def _collapsed(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(text: str) -> list[str]:
    return [fold(line) for line in map(_collapsed, text.split("\n")) if line]


def _texts(values: Iterable[Any]) -> list[str]:
    return [value if isinstance(value, str) else str(value.get("text", "")) for value in values]


def _links(page: ExpectedPage) -> list[tuple[str, str]]:
    from urllib.parse import urljoin

    return [(_collapsed(link["text"]), urljoin(page.url or "", link["url"])) for link in page.links]


def _same_text(expected: str | None, found: str | None) -> bool:
    return _collapsed(expected) == _collapsed(found)


def _same_dateline(expected: str | None, found: str | None) -> bool:
    signs = " -–—:/،"
    return _collapsed(expected).strip(signs) == _collapsed(found).strip(signs)


def same_moment(expected: str | None, found: str | None) -> bool:
    """Whether two ISO 8601 values are the same instant, or the same day where the expected one is a date."""
    if not expected or not found:
        return not expected and not found
    a, b = dt.datetime.fromisoformat(expected), dt.datetime.fromisoformat(found)
    if len(expected) <= len("2024-01-01"):
        return a.date() == b.date()
    return len(found) > len("2024-01-01") and (a.tzinfo is None) == (b.tzinfo is None) and a == b


def as_table(report: dict[str, Figure]) -> str:
    """The figures as lines of text."""
    rows = []
    for name, figure in report.items():
        band = f"[{figure.interval[0]:.3f}, {figure.interval[1]:.3f}]" if figure.interval else ""
        rows.append(f"{name:<15} {figure.mean:.3f} {band}   (n {figure.n})")
    return "\n".join(rows)
