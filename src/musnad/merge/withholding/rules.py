"""Rules of what leaves the record: of which events, and what of them is coarsened or left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

import msgspec

from musnad.codebook import Text, codebook
from musnad.data import load_yaml
from musnad.errors import MusnadError

Level = Literal["0.1", "0.5", "admin1", "country", "none"]
"""How coarse a place becomes: the middle of a cell of so many degrees or of a first-level unit, a country, nothing."""
People = Literal["accused", "victims", "all"]
Part = Literal["actors", "targets", "weapons", "casualties", "sources"]


class WithholdingError(MusnadError):
    """A rule that cannot be used: names the rule's `code` and says what is wrong with it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which events a rule speaks: those to which all of this applies; what is empty applies to all.

    `place_kinds` are kinds of the gazetteer (`camp`, `prison`): one place that some claim names is enough. `machine`
    says that no person has read the event.
    """

    event_types: tuple[str, ...] = ()
    sub_event_types: tuple[str, ...] = ()
    place_kinds: tuple[str, ...] = ()
    machine: bool | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is withheld of the events that `when` speaks of.

    `place` coarsens where it happened; `names` are withheld as they stand (a private place, a body), of `persons` every
    part of the name too; `people` withholds the names of persons whom the claims accuse, who are victims, or of all;
    but not those whom a rule names as `public_persons`; `fields` are left out altogether.
    """

    code: str
    labels: Text | None = msgspec.field(name="label", default=None)
    when: When = When()
    place: Level | None = None
    names: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    people: People | None = None
    public_persons: tuple[str, ...] = ()
    fields: tuple[Part, ...] = ()


def rules_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Rules from plain mappings, as they stand in a file or the database; raises `WithholdingError`."""
    return tuple(map(_rule, rows))


def _rule(row: Mapping[str, Any]) -> Rule:
    code = str(row.get("code", "?")) if isinstance(row, Mapping) else "?"
    try:
        rule = msgspec.convert(row, Rule)
    except msgspec.ValidationError as error:
        raise WithholdingError(code, str(error)) from None
    _check(code, rule.when.event_types, codebook().event_types)
    _check(code, rule.when.sub_event_types, codebook().sub_event_types)
    if any(not any(map(str.isalnum, name)) for name in (*rule.names, *rule.persons, *rule.public_persons)):
        raise WithholdingError(code, "a name has at least one letter or digit - at `$.names` or `$.persons`")
    return rule


def _check(code: str, told: Sequence[str], known: Collection[str]) -> None:
    if strange := [one for one in told if one not in known]:
        raise WithholdingError(code, f"{strange[0]!r} is no code of the codebook - at `$.when`")


@cache
def default_rules() -> tuple[Rule, ...]:
    """The rules that hold unless an operator sets others."""
    return rules_of(load_yaml("musnad.merge.withholding", "rules.yaml"))
