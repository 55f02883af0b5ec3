"""What searching and showing need of actors, and reading does not: loaded apart, so that a reading starts fast.

`actor_facts.yaml` holds names in Latin letters, side-taking names, holders of offices, and relations. A relation is
what someone says of an actor: `said_by` names who, where it is not the actor's own account or plain record.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Literal

import msgspec

from musnad.data import load_yaml
from musnad.registry.actors import PACKAGE, Actor, RegistryError, actors, as_row, check_sorted, offices
from musnad.registry.matcher import words_of

FILE = "actor_facts.yaml"
RelationKind = Literal["member of", "part of", "affiliated with", "successor of", "also called", "office of"]


class Relation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an actor stands to another, `to` its id, in years (inclusive, None where open or unsure)."""

    kind: RelationKind
    to: str
    said_by: str | None = None
    since: int | None = None
    until: int | None = None


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person in an office, from and to a year, or an ISO date where it is certain; None where open or unsure."""

    ar: str
    en: str
    since: str | None = None
    until: str | None = None


class ActorFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names in Latin letters besides the English one, which names take a side, and what is recorded of the actor."""

    id: str
    latin: tuple[str, ...] = ()
    slanted: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    holders: tuple[Holder, ...] = ()


@cache
def all_actors() -> dict[str, Actor]:
    """Actors and offices by id; RegistryError where an office bears an actor's id."""
    held = {actor.id: actor for actor in actors()}
    for office in offices():
        if held.setdefault(office.id, office) is not office:
            raise RegistryError("offices.yaml", office.id, "id", "is an actor's")
    return held


@cache
def facts_by_id() -> dict[str, ActorFacts]:
    """What is recorded of actors, by id; RegistryError where the file cannot be used."""
    return as_facts(load_yaml(PACKAGE, FILE), all_actors())


def facts_of(identifier: str) -> ActorFacts:
    """What is recorded of an actor, nothing where nothing is."""
    return facts_by_id().get(identifier) or ActorFacts(id=identifier)


def as_facts(rows: Iterable[Any], known: dict[str, Actor]) -> dict[str, ActorFacts]:
    """Rows as facts by id, checked against the actors that they are about."""
    read: list[ActorFacts] = [as_row(row, ActorFacts, FILE) for row in rows]
    check_sorted([facts.id for facts in read], FILE)
    for facts in read:
        _check(facts, known)
    return {facts.id: facts for facts in read}


def _check(facts: ActorFacts, known: dict[str, Actor]) -> None:
    actor = known.get(facts.id)
    if actor is None:
        raise RegistryError(FILE, facts.id, "id", "is no actor's")
    for relation in facts.relations:
        _check_relation(facts.id, relation, known)
    names = {words_of(name) for name in (*actor.names, *actor.guarded)}
    if strange := [name for name in facts.slanted if words_of(name) not in names]:
        raise RegistryError(FILE, facts.id, "slanted", f"{strange[0]!r} is none of its names")
    for holder in facts.holders:
        if holder.since and holder.until and holder.until < holder.since:
            raise RegistryError(FILE, facts.id, "holders", f"{holder.en} leaves before the beginning")


def _check_relation(identifier: str, relation: Relation, known: Collection[str]) -> None:
    if relation.to not in known:
        raise RegistryError(FILE, identifier, "relations", f"{relation.to!r} is no actor's id")
    if relation.to == identifier:
        raise RegistryError(FILE, identifier, "relations", "an actor has no relation to itself")
    if relation.since and relation.until and relation.until < relation.since:
        raise RegistryError(FILE, identifier, "relations", f"with {relation.to} it ends before it begins")
