"""Whom a toll counts: children, civilians, fighters, police, protesters, soldiers, or everybody where none is named."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from musnad.codebook import Text
from musnad.data import load_yaml
from musnad.merge.values.reports import ARTICLE
from musnad.registry.matcher import words_of
from musnad.registry.roles import RoleForm, nationality_forms, role_forms
from musnad.text.clitics import lookup

ALL = "all"
"""The side of a figure that counts everybody."""
OF_COUNTRIES = frozenset(("soldiers", "police"))
"""Sides that are told apart by country."""


class Side(NamedTuple):
    """Whom a figure counts, and of which country where they serve one (ISO 3166-1 alpha-2)."""

    code: str
    of: str | None = None


class _Lexicon(NamedTuple):
    classes: dict[str, str]
    nouns: dict[str, str]
    words: dict[str, str]
    everybody: frozenset[str]
    members: frozenset[str]


def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("musnad.merge.values", "sides.yaml")
    return data


@cache
def _lexicon() -> _Lexicon:
    rows = _data()["sides"]
    return _Lexicon(
        {name: row["code"] for row in rows for name in row["classes"]},
        {noun: row["code"] for row in rows for noun in row["nouns"]},
        {words_of(word): row["code"] for row in rows for word in row["words"]},
        frozenset(_data()["everybody"]),
        frozenset(_data()["members"]),
    )


@cache
def sides() -> dict[str, Text]:
    """The sides that figures tell apart, with their labels."""
    labels = {row["code"]: Text(**row["label"]) for row in _data()["sides"]}
    return {ALL: Text(ar="الجميع", en="Everybody")} | labels


@lru_cache(maxsize=16384)
def side_of(who: str | None) -> Side:
    """Whom the words `who` of a toll count."""
    words = words_of(who).split() if who else []
    code = _code(words)
    return Side(code, _country(words) if code in OF_COUNTRIES else None)


def _code(words: list[str]) -> str:
    found = list(_codes(words))
    sure = [code for code, is_sure in found if is_sure]
    return next(iter(sure or [code for code, _ in found]), ALL)


def _codes(words: list[str]) -> Iterator[tuple[str, bool]]:
    """The side of each word that tells one, and whether it is sure; a noun for everybody is sure to tell none."""
    held = _lexicon()
    for word in words:
        if (code := held.words.get(word) or held.words.get(word.removeprefix(ARTICLE))) is not None:
            yield code, True
        elif (role := _role(word)) is not None:
            code = ALL if role.en in held.everybody else held.nouns.get(role.en) or held.classes.get(role.role, ALL)
            yield code, role.en not in held.members


def _role(word: str) -> RoleForm | None:
    forms = role_forms()
    plain = forms.get(word) or forms.get(word.removeprefix(ARTICLE))
    if plain is not None:
        return plain
    found = lookup(word, forms)
    return None if found is None else forms[found.stem]


def _country(words: list[str]) -> str | None:
    forms = nationality_forms()
    return next((forms[word.removeprefix(ARTICLE)][0] for word in words if word.removeprefix(ARTICLE) in forms), None)
