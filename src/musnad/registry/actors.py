"""The registry of actors: groups, armies, coalitions, agencies, ministries, offices, monitors and news agencies.

Rows stand in `actors.yaml`, those of offices in `offices.yaml`, reviewed; `type` is a code of the codebook's actor
types. What only searching and showing need is in `musnad.registry.actor_facts`.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from musnad.data import load_yaml
from musnad.errors import MusnadError
from musnad.registry.matcher import NameMatcher, all_words_of, words_of

PACKAGE = "musnad.registry"


class RegistryError(MusnadError):
    """A row of the registry that cannot be used: names the file, the row's id and the field."""

    def __init__(self, file: str, identifier: str, field: str, message: str) -> None:
        super().__init__(f"{file}: {identifier}: {field}: {message}")
        self.file, self.identifier, self.field, self.message = file, identifier, field, message


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    """All actors but offices, in the order of the table; RegistryError where it cannot be used."""
    with _uncollected():
        return as_actors(load_yaml(PACKAGE, "actors.yaml"), "actors.yaml")


@cache
def offices() -> tuple[Actor, ...]:
    """The offices that a person holds (`الرئيس السوري`), in the order of their table."""
    return as_actors(load_yaml(PACKAGE, "offices.yaml"), "offices.yaml")


@cache
def actor_by_id() -> dict[str, Actor]:
    """Actors but offices by their id."""
    return {actor.id: actor for actor in actors()}


@cache
def office_names() -> dict[str, Actor]:
    """Offices by their folded names."""
    named = ((words_of(name), office) for office in offices() for name in office.names)
    return unique(named, "offices.yaml")


@cache
def actor_matcher() -> NameMatcher[ActorName]:
    """The automaton over all names of all actors, offices left out."""
    with _uncollected():
        named = [(name, ActorName(a, guarded)) for a in actors() for name, guarded in _names(a)]
        folded = all_words_of([name for name, _ in named])
        words = list(zip(folded, (key for _, key in named), strict=True))
        unique(((name, key.actor) for name, key in words), "actors.yaml")
        return NameMatcher(words)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which many small values set off in vain: that takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def as_actors(rows: Iterable[Any], file: str) -> tuple[Actor, ...]:
    """The rows of a file as actors; RegistryError where one is malformed, or the ids are not sorted and unique."""
    read = tuple(as_row(row, Actor, file) for row in rows)
    check_sorted([actor.id for actor in read], file)
    return read


def as_row(row: Any, kind: type[Any], file: str) -> Any:
    """A row as a struct; RegistryError names its id and the field that does not fit."""
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        identifier = row.get("id", "?") if isinstance(row, dict) else "?"
        message, _, where = str(error).partition(" - at `$.")
        raise RegistryError(file, str(identifier), where.rstrip("`") or "row", message) from None


def check_sorted(identifiers: Sequence[str], file: str) -> None:
    """RegistryError for the first id that does not stand after the one before it."""
    for earlier, later in pairwise(identifiers):
        if later <= earlier:
            fault = "is given twice" if later == earlier else f"must stand before {earlier}"
            raise RegistryError(file, later, "id", fault)


def unique(named: Iterable[tuple[str, Actor]], file: str) -> dict[str, Actor]:
    """Actors by folded name; RegistryError for a name of two actors, or one that an actor gives twice."""
    table: dict[str, Actor] = {}
    for name, actor in named:
        if (other := table.setdefault(name, actor)) is not actor:
            raise RegistryError(file, actor.id, "names", f"{name!r} is also a name of {other.id}")
    return table


def _names(actor: Actor) -> Iterator[tuple[str, bool]]:
    yield from ((name, False) for name in actor.names)
    yield from ((name, True) for name in actor.guarded)
