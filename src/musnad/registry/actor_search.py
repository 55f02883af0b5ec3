"""Finds actors by how a name is spelt, in Arabic or Latin letters, or by an abbreviation or the holder of an office.

Names that fold to the same letters come first, then those that differ in articles or are another romanisation, then
those that hold all words of the query, then names with typing errors.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz, process

from musnad.registry.actor_facts import ActorFacts, all_actors, facts_of
from musnad.registry.actors import Actor
from musnad.registry.matcher import words_of
from musnad.registry.romanised import plain_latin, romanised_key

ARTICLE = "ال"
EXACT, LOOSE, ROMANISED, HELD, TYPED = 1.0, 0.95, 0.85, 0.75, 0.7
# What fits a holder of an office rather than a name counts a little less.
BY_HOLDER = 0.02
LEAST_LIKENESS, LEAST_TYPED, LEAST_ROMANISED = 80.0, 4, 5


class ActorHit(msgspec.Struct, frozen=True, kw_only=True):
    """An actor found: its first Arabic and its English name, the name that fits, and how well, in [0, 1]."""

    id: str
    name_ar: str
    name_en: str
    type: str
    country: str | None
    matched: str
    score: float


class _Entry(NamedTuple):
    """A name of an actor: as written, and without articles and differences of spelling."""

    actor: str
    written: str
    folded: str
    loose: str
    key: str
    handicap: float


def search_actors(query: str, *, limit: int = 10) -> list[ActorHit]:
    """The actors that best match a name in Arabic or Latin letters, an abbreviation or an id, best first."""
    best: dict[str, tuple[float, str]] = {}
    for entry, score in _matches(query):
        if score > best.get(entry.actor, (0.0, ""))[0]:
            best[entry.actor] = (score, entry.written)
    ranked = sorted(best.items(), key=lambda found: (-found[1][0], len(found[1][1]), found[0]))
    return [_hit(all_actors()[actor], score, name) for actor, (score, name) in ranked[:limit]]


def _hit(actor: Actor, score: float, matched: str) -> ActorHit:
    return ActorHit(
        id=actor.id,
        name_ar=actor.names[0],
        name_en=actor.en,
        type=actor.type,
        country=actor.country,
        matched=matched,
        score=round(score, 3),
    )


def _matches(query: str) -> Iterator[tuple[_Entry, float]]:
    """Every name that may be meant, with how well it fits."""
    asked = _entry("", query, 0.0)
    if not asked.folded:
        return
    words = set(asked.loose.split())
    if (actor := all_actors().get(query.strip())) is not None:
        yield _entry(actor.id, actor.id, 0.0), EXACT
    for entry in _entries():
        if (score := _likeness(asked, entry, words)) > 0:
            yield entry, score - entry.handicap
    yield from _typed(asked)


def _likeness(asked: _Entry, entry: _Entry, words: set[str]) -> float:
    if asked.folded == entry.folded:
        return EXACT
    if asked.loose == entry.loose:
        return LOOSE
    if asked.key and asked.key == entry.key and len(asked.written) >= LEAST_ROMANISED:
        return ROMANISED
    if words <= set(entry.loose.split()):
        return HELD * len(asked.loose) / len(entry.loose) + 0.1
    return 0.0


def _typed(asked: _Entry) -> Iterator[tuple[_Entry, float]]:
    """Names that a few wrong letters keep from being the query's."""
    if len(asked.loose) < LEAST_TYPED:
        return
    names = [entry.loose for entry in _entries()]
    found = process.extract(asked.loose, names, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=50)
    yield from ((_entries()[at], TYPED * likeness / 100) for _, likeness, at in found)


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(entry for actor in all_actors().values() for entry in _of(actor, facts_of(actor.id)))


def _of(actor: Actor, facts: ActorFacts) -> Iterator[_Entry]:
    names = (*actor.names, *actor.guarded, actor.en, *facts.latin)
    yield from (_entry(actor.id, name, 0.0) for name in dict.fromkeys(names))
    people = (name for holder in facts.holders for name in (holder.ar, holder.en))
    yield from (_entry(actor.id, name, BY_HOLDER) for name in dict.fromkeys(people))


def _entry(actor: str, name: str, handicap: float) -> _Entry:
    folded = (plain_latin(name) if _is_latin(name) else "") or words_of(name)
    return _Entry(actor, name, folded, _without_articles(folded.split()), _key(name), handicap)


def _key(name: str) -> str:
    return romanised_key(name) if _is_latin(name) else ""


def _is_latin(name: str) -> bool:
    return not any("\u0600" <= letter <= "\u06ff" for letter in name)


def _without_articles(words: Iterable[str]) -> str:
    """Folded words without the articles of either script and without attached `لل`."""
    bare = (word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > 4 else word for word in words)
    return " ".join(word for word in bare if word not in ("al", "the", "of", "el"))
