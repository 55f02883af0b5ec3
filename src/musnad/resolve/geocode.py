"""Places of any text, each with its point: what `musnad geocode` gives.

Mentions are whole words with their head nouns (`بقرية كفر عويد`), attached prepositions included and words of relation
left out, as IDRISI-RA marks them (Suwaileh et al. 2023). A mention that cannot be placed has no point.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from musnad.extract.place_tagger import TaggerWeights, tag_places
from musnad.extract.toponyms import PlaceMention, find_names
from musnad.registry.matcher import stream_of
from musnad.resolve.places import GAZETTEER, Candidate, Places, Resolved, resolve_mentions
from musnad.schema import Span
from musnad.schema.reading import PlacePrecision
from musnad.text.document import Document

Tagger = Literal["auto", "lexicon", "trained"]
POST_SIGNS = ("#", "@", "http")
MOST_RUNNERS_UP = 3


class RunnerUp(msgspec.Struct, frozen=True):
    """Another place of the same name, and what speaks for it; degrees in WGS 84."""

    name: str
    country: str
    admin1: str | None
    lat: float | None
    lon: float | None
    registry_id: str
    reasons: dict[str, float]


class Geocoded(msgspec.Struct, frozen=True):
    """A place mention: `start` and `end` are offsets in the text, `end` exclusive; degrees in WGS 84.

    `kind` is the gazetteer's (`town`, `airbase`), or what the head noun says where the gazetteer has no such name.
    `method` is `gazetteer`, or `parent place` where the point is that of a place around it; `score` is in [0, 1].
    `reasons` say what spoke for the place among others of its name, in units of one place named beside it.
    """

    text: str
    start: int
    end: int
    kind: str | None
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    score: float
    method: str
    registry_id: str | None
    reasons: dict[str, float]
    runners_up: list[RunnerUp]


def geocode(text: str, country: str | None = None, tagger: Tagger = "auto") -> list[Geocoded]:
    """The places that a text names, in order.

    `country` (ISO 3166-1 alpha-2) is that of the outlet or author and weighs a little. `tagger` says what finds the
    mentions: the `lexicon` of names and heads, or weights `trained` on posts; `auto` takes these for posts alone.
    """
    document = Document(text)
    mentions = find_mentions(document, tagger)
    places = resolve_in_context(document, mentions, country)
    return [_geocoded(document, places, resolved) for resolved in places.resolved]


def resolve_in_context(document: Document, mentions: Sequence[PlaceMention], country: str | None = None) -> Places:
    """A place for each of some mentions, weighed beside all other names of the document, topics and hints too."""
    beside = [m for m in find_names(document) if not any(m.span.overlaps(wanted.core) for wanted in mentions)]
    places = resolve_mentions(document, sorted([*mentions, *beside], key=lambda m: m.core.start), country)
    wanted = set(mentions)
    return places._replace(resolved=[resolved for resolved in places.resolved if resolved.mention in wanted])


def find_mentions(
    document: Document, tagger: Tagger = "auto", weights: TaggerWeights | None = None
) -> list[PlaceMention]:
    """The place mentions of a document, `core` being whole words; no two overlap.

    Known names after a head noun (`مدينة حلب`) count for every tagger; `weights` are those packaged where not given.
    """
    if tagger == "auto":
        tagger = "trained" if any(sign in document.text for sign in POST_SIGNS) else "lexicon"
    if tagger == "lexicon":
        return list(_apart(document, find_names(document)))
    tagged = tag_places(document, weights)
    headed = [m for m in find_names(document) if m.head and m.candidates and m.role in ("place", "hint")]
    more = [m for m in _apart(document, headed) if not any(m.core.overlaps(other.core) for other in tagged)]
    return sorted([*tagged, *more], key=lambda m: m.core.start) or _tag_after_word(document)


def _tag_after_word(document: Document) -> list[PlaceMention]:
    """A known place that is a hashtag right after a word (`قصف #إدلب`), in a post that names no other."""
    stream = stream_of(document)
    after_words = {
        stream.span(first, last)
        for first, last in stream.tags.items()
        if first and stream.tag_of(first - 1) is None and stream.word(first - 1)[0].isalpha()
    }
    known = [m for m in find_names(document) if m.candidates and m.role in ("place", "hint") and m.core in after_words]
    return list(_apart(document, known))[:1]


def _apart(document: Document, mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    reached = 0
    for mention in mentions:
        core = whole_words(document.text, mention.core)
        if mention.role in ("place", "hint") and core.start >= reached:
            reached = core.end
            yield mention._replace(core=core)


def whole_words(text: str, span: Span) -> Span:
    """A span with the clitics that stand before it."""
    start = span.start
    while start and text[start - 1].isalpha():
        start -= 1
    return Span(start, span.end)


def _geocoded(document: Document, places: Places, resolved: Resolved) -> Geocoded:
    mention, place, point = resolved.mention, resolved.place, resolved.point
    own = place if resolved.method == GAZETTEER else None
    ranked = places.candidates.get(mention, [])
    return Geocoded(
        text=mention.core.of(document.text),
        start=mention.core.start,
        end=mention.core.end,
        kind=own.kind if own else mention.head,
        name=own.name_en if own else mention.name.of(document.text),
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=round(point[0], 4) if point else None,
        lon=round(point[1], 4) if point else None,
        precision=resolved.precision if point else None,
        score=resolved.confidence,
        method=resolved.method,
        registry_id=own.id if own else None,
        reasons=next((_rounded(candidate.parts) for candidate in ranked if candidate.place is own), {}),
        runners_up=[_runner_up(candidate) for candidate in ranked if candidate.place is not own][:MOST_RUNNERS_UP],
    )


def _runner_up(candidate: Candidate) -> RunnerUp:
    place = candidate.place
    reasons = _rounded(candidate.parts)
    return RunnerUp(place.name_en, place.country, place.admin1, place.lat, place.lon, place.id, reasons)


def _rounded(parts: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in parts.items()}
