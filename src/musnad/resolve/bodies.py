"""Bodies that every country has (`الجيش`, `قوات الأمن`), and whose a phrase means."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from musnad.data import load_yaml
from musnad.registry.matcher import words_of
from musnad.resolve.places import resolve_all
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold

CLITICS = ("و", "ف", "ب", "ل", "ك")
ARTICLE = "ال"
# Bodies that are also a town's, as they stand before its name.
LOCAL = frozenset(map(fold, ("شرطة",)))
# Waters belong to no state, although the gazetteer files each under one.
WATERS = frozenset({"sea", "strait"})


class Body(NamedTuple):
    """A body: its English noun, actor type, the registry's actor by country, and the one in other countries."""

    en: str
    type: str
    actors: dict[str, str]
    otherwise: str | None = None


@cache
def bodies() -> dict[str, Body]:
    """Bodies by folded name, without a country."""
    table: dict[str, Body] = {}
    for row in load_yaml("musnad.registry", "bodies.yaml"):
        body = Body(row["en"], row["type"], row.get("actors", {}), row.get("otherwise"))
        table.update((words_of(name), body) for name in row["names"])
    return table


def body_of(words: list[str]) -> Body | None:
    """The body that folded words name, whole or in part (`دورية للجيش`); the first, and of these the longest name."""
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            for form in bare_forms(words[first]):
                if (body := bodies().get(" ".join((form, *words[first + 1 : last])))) is not None:
                    return body
    return _local(words)


def _local(words: list[str]) -> Body | None:
    """The body of a town or province (`شرطة كركوك`)."""
    construct = (word for word, after in pairwise(words) if word in LOCAL and after[0].isalpha())
    return next((bodies()[ARTICLE + word] for word in construct), None)


def bare_forms(word: str) -> Iterator[str]:
    """A folded word, and it without one attached clitic; `لل` gives back the article that it swallowed."""
    yield word
    if word.startswith("لل"):
        yield ARTICLE + word[2:]
    elif word[:1] in CLITICS and len(word) > 3:
        yield word[1:]


_LANDS: "WeakKeyDictionary[Document, list[tuple[Span, str]]]" = WeakKeyDictionary()


def main_country(document: Document) -> str | None:
    """The country that most of a document's places on land lie in, None where it names none."""
    counts = Counter(country for _, country in _lands(document))
    return counts.most_common(1)[0][0] if counts else None


def _lands(document: Document) -> list[tuple[Span, str]]:
    """The places on land that a document names, each with its country."""
    if document not in _LANDS:
        placed = ((resolved.mention.span, resolved.place) for resolved in resolve_all(document))
        lands = [(span, place.country) for span, place in placed if place is not None and place.kind not in WATERS]
        _LANDS[document] = [(span, country) for span, country in lands if country]
    return _LANDS[document]
