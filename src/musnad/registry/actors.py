"""The registry of actors: groups, armies, coalitions, agencies, ministries, monitors and news agencies.

Rows stand in `actors.yaml`, reviewed; `type` is a code of the codebook's actor types.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from musnad.data import load_yaml
from musnad.registry.matcher import NameMatcher, all_words_of


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One actor; `names` are Arabic names, abbreviations and side-taking names, `country` ISO 3166-1 alpha-2.

    `guarded` names are also common words: they count only in quotation marks or after a head (`حركة`, `وكالة`).
    """

    id: str
    en: str
    names: tuple[str, ...]
    type: str
    country: str | None = None
    guarded: tuple[str, ...] = ()


class ActorName(NamedTuple):
    """What a name of the registry stands for."""

    actor: Actor
    guarded: bool


@cache
def actors() -> tuple[Actor, ...]:
    """All actors, in the order of the table."""
    return tuple(msgspec.convert(row, Actor) for row in load_yaml("musnad.registry", "actors.yaml"))


@cache
def actor_by_id() -> dict[str, Actor]:
    """Actors by their id."""
    return {actor.id: actor for actor in actors()}


@cache
def actor_matcher() -> NameMatcher[ActorName]:
    """The automaton over all names of all actors."""
    named = [(name, ActorName(a, guarded)) for a in actors() for name, guarded in _names(a)]
    folded = all_words_of([name for name, _ in named])
    return NameMatcher(zip(folded, (key for _, key in named), strict=True))


def _names(actor: Actor) -> Iterator[tuple[str, bool]]:
    yield from ((name, False) for name in actor.names)
    yield from ((name, True) for name in actor.guarded)
