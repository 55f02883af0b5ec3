"""Triggers that may tell of events, and the values of the article that may belong to them."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from musnad.extract.triggers import Trigger, find_triggers
from musnad.schema import Span
from musnad.text.clause import clause_around
from musnad.text.document import Document

Kind = Literal["date", "place", "participant", "weapon", "casualty", "source"]
KINDS: tuple[Kind, ...] = ("date", "place", "participant", "weapon", "casualty", "source")


class Argument(NamedTuple):
    """A value that may belong to an event: its span, kind, a comparable value, tags for the models, the value."""

    span: Span
    kind: Kind
    value: str
    tags: tuple[str, ...]
    mention: Any


class Candidate(NamedTuple):
    """A trigger that may tell of an event: how probable that is, its clause, the values that stand in the clause."""

    trigger: Trigger
    probability: float
    clause: Span
    values: tuple[Argument, ...]


def find_candidates(document: Document, arguments: Sequence[Argument]) -> list[Candidate]:
    """Every trigger with its clause and the values in it; eventhood is not judged yet (probability 1)."""
    found = []
    for trigger in find_triggers(document):
        clause = clause_around(document, trigger.span)
        inside = tuple(argument for argument in arguments if clause.covers(argument.span))
        found.append(Candidate(trigger, 1.0, clause, inside))
    return found
