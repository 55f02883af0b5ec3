"""People by what they are (`جندي`, `متظاهرون`) and the adjectives of countries, in every regular form.

Rows stand in `roles.yaml` and `nationalities.yaml`; forms are generated from them: gender, dual, plural, case,
construct and definite.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from musnad.data import load_yaml
from musnad.registry.matcher import words_of

Number = Literal["singular", "dual", "plural"]


class RoleForm(NamedTuple):
    """What a form of a role noun says: its class, English noun, number, and whether it is a construct."""

    role: str
    en: str
    number: Number
    construct: bool


@cache
def role_forms() -> dict[str, RoleForm]:
    """Role nouns by folded form, without the article; of homographs the first in the table stays."""
    table: dict[str, RoleForm] = {}
    for row in load_yaml("musnad.registry", "roles.yaml"):
        for form, number, construct in noun_forms(row["ar"], row["plurals"]):
            table.setdefault(words_of(form), RoleForm(row["class"], row["en"], number, construct))
    return table


@cache
def nationality_forms() -> dict[str, tuple[str, str]]:
    """Adjectives of countries by folded form, without the article: country code and English adjective."""
    table: dict[str, tuple[str, str]] = {}
    for row in load_yaml("musnad.registry", "nationalities.yaml"):
        for stem in row["stems"]:
            for form in (*adjective_forms(stem), *row["plurals"]):
                table.setdefault(words_of(form), (row["country"], row["en"]))
    return table


def adjective_forms(stem: str) -> Iterator[str]:
    """The regular forms of a masculine adjective: genders, numbers, cases."""
    yield from (stem, stem + "ا", stem + "ة")
    yield from (stem + ending for ending in ("ان", "ين", "ون", "تان", "تين", "ات"))


def noun_forms(singular: str, plurals: Iterable[str]) -> Iterator[tuple[str, Number, bool]]:
    """Every form of a role noun with its number and whether it is a construct of a regular one.

    Where one written form is both (`مسلحين`), it is the plural of nouns with a sound plural, else the dual.
    """
    yield singular, "singular", False
    if not singular.endswith(("ة", "ى", "ا")) and " " not in singular:
        yield singular + "ا", "singular", False
    regular = list(plurals)[:1] == ["sound"]
    if not regular:
        yield from _duals(singular)
    for plural in plurals:
        yield from _plural(singular, plural)
    if regular:
        yield from _duals(singular)


def _duals(singular: str) -> Iterator[tuple[str, Number, bool]]:
    if " " in singular:
        return
    stem = singular[:-1] + "ت" if singular.endswith("ة") else singular
    yield from ((stem + ending, "dual", False) for ending in ("ان", "ين"))
    yield from ((stem + ending, "dual", True) for ending in ("ا", "ي"))


def _plural(singular: str, plural: str) -> Iterator[tuple[str, Number, bool]]:
    if plural == "sound":
        yield from ((singular + ending, "plural", False) for ending in ("ون", "ين"))
        yield from ((singular + ending, "plural", True) for ending in ("و", "ي"))
        yield singular + "ات", "plural", False
    elif plural == "feminine":
        yield singular.removesuffix("ة") + "ات", "plural", False
    else:
        yield plural, "plural", False
        if plural.endswith(("ا", "ال", "اب", "ار", "اد", "اء")) is False and " " not in plural:
            yield plural + "ا", "plural", False
