"""What is made of an arrival's claims before they are written: it needs no database, so other processes can do it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from musnad import schema
from musnad.merge.blocking import keys
from musnad.merge.claims import claims_of
from musnad.merge.sketch import sketch
from musnad.schema.ids import DIGITS, LENGTH, public_id

FIRST = 1
"""The number of an article's first reading, for which claims are drawn beforehand."""
_PUBLIC = re.compile(f"ar-[{DIGITS}]{{{LENGTH}}}")
_json = msgspec.json.Encoder(order="deterministic").encode
_pack = msgspec.msgpack.encode


class Arrival(NamedTuple):
    """An article, what the reader found in it, and the id of the article that it is a copy of.

    `sample` says that the text was composed for testing and reports no fact.
    """

    article: schema.Article
    reading: schema.Reading
    original: str | None = None
    sample: bool = False


class Drawn(NamedTuple):
    """A claim, ready to be written: the event of the reading that it tells of and answers, and its columns."""

    event: str
    answers: str
    name: str
    document: str
    sketch: bytes
    keys: tuple[int, ...]


def article_id(article: schema.Article) -> str:
    """The public id of an article: its own where it has one, else from its address or its id."""
    return article.id if _PUBLIC.fullmatch(article.id) else public_id("ar", article.url or article.id)


def as_text(value: object) -> str:
    """The canonical JSON of a struct."""
    return _json(value).decode("utf-8", "surrogatepass")


def draw(arrival: Arrival, number: int = FIRST) -> list[Drawn]:
    """The claims of the reading of that number, in the order of its events."""
    return _drawn(
        _Mould(article_id(arrival.article), arrival.article.country, arrival.original, arrival.reading), number
    )


class _Mould(NamedTuple):
    """What of an arrival its claims are drawn from."""

    article: str
    country: str | None
    original: str | None
    reading: schema.Reading


def _drawn(mould: _Mould, number: int) -> list[Drawn]:
    reading = msgspec.structs.replace(mould.reading, id=mould.article)
    found = []
    for claim in claims_of(reading, country=mould.country, original=mould.original):
        name = f"{mould.article}#{number}.{claim.event.id}"
        drawn = sketch(msgspec.structs.replace(claim, id=name))
        answers = claim.event.response_to or ""
        found.append(Drawn(claim.event.id, answers, name, as_text(claim.event), _pack(drawn), keys(drawn)))
    return found


def packed(arrivals: Sequence[Arrival]) -> bytes:
    """What other processes need of arrivals to draw their claims: without texts and statements, as msgpack."""
    return _pack(
        [
            _Mould(
                article_id(one.article),
                one.article.country,
                one.original,
                msgspec.structs.replace(one.reading, text="", statements=[], entities=[], problems=[], explanations=[]),
            )
            for one in arrivals
        ]
    )


def draw_packed(arrivals: bytes) -> list[list[Drawn]]:
    """The claims of the first reading of each."""
    return [_drawn(one, FIRST) for one in msgspec.msgpack.decode(arrivals, type=list[_Mould])]
