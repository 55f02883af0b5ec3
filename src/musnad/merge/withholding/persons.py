"""Which names are those of persons, and where texts name victims and accused."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from musnad.data import load_yaml
from musnad.embed import frequencies, key_of, terms
from musnad.merge.values.reports import ARTICLE, bare
from musnad.merge.withholding.redact import words_in
from musnad.registry.actors import actor_by_id, offices
from musnad.registry.matcher import words_of
from musnad.registry.roles import nationality_forms, role_forms
from musnad.text.clitics import lookup
from musnad.text.names import given_names

MOST_WORDS = 5
"""Words of a name."""
SHORTEST = 3
"""Letters of a part of a name that is struck out by itself."""
COMMON = 7.0
"""The rarity (`musnad.embed`) up to which a word that is no given name is taken for a word of the language."""
KUNYA = frozenset(map(bare, ("أبو", "أبي", "أبا", "أم", "عبد")))
"""Words that begin a person's name, besides given names."""
LATIN_JOINTS = frozenset("abd abdel abdul abu bin bint ibn the umm".split())


class _Words(NamedTuple):
    victims: frozenset[str]
    accused: frozenset[str]
    titles: frozenset[str]
    between: frozenset[str]
    joints: frozenset[str]
    ends: frozenset[str]


@cache
def _words() -> _Words:
    held = load_yaml("musnad.merge.withholding", "words.yaml")
    return _Words(*(frozenset(map(bare, held[name])) for name in _Words._fields))


@cache
def _office_ids() -> frozenset[str]:
    return frozenset(office.id for office in offices())


def is_office(registry_id: str | None) -> bool:
    """Whether an id is that of an office which a person holds."""
    return registry_id in _office_ids()


def is_person(quote: str, registry_id: str | None) -> bool:
    """Whether words name a person: the holder of an office, or one whom the registry lacks and who has a given name."""
    if is_office(registry_id):
        return True
    if registry_id is not None and registry_id in actor_by_id():
        return False
    words = words_of(quote).split()
    heads = _words().titles | _words().victims | _words().accused
    while words and words[0].removeprefix(ARTICLE) in heads:
        words = words[1:]
    return bool(words) and _begins_name(words[0]) and not _is_noun_with(words[1:])


def _begins_name(word: str) -> bool:
    return word in given_names() or word in KUNYA


def _is_noun_with(words: list[str]) -> bool:
    """Whether the word after a given name makes that a common noun (`مختار بلدة`)."""
    return bool(words) and _ends_name(words[0]) and words[0] not in _words().ends and words[0].isalpha()


def parts(name: str) -> Iterator[str]:
    """A person's name and each part of it that names by itself."""
    yield name
    words = words_in(name)
    for word in words:
        if len(word) >= SHORTEST and not _is_plain(word):
            yield word


def _is_plain(word: str) -> bool:
    """Whether a word of a name names nobody by itself; `علي` is written as `على` often is."""
    held = _words()
    if word in held.joints | held.titles | held.victims | held.ends or word in LATIN_JOINTS:
        return True
    return word not in given_names() and _is_common(word)


@lru_cache(maxsize=4096)
def _is_common(word: str) -> bool:
    """Whether a folded word is a word of the language, and no family's name."""
    if word in role_forms() or word in nationality_forms():
        return True
    return any(frequencies().rarity(key_of(term)) <= COMMON for term in terms(word))


def victims_in(text: str) -> Iterator[str]:
    """The names that stand in a text after words for a victim (`الطفلة سلمى الحمصي`)."""
    return _after(text, _words().victims)


def accused_in(text: str) -> Iterator[str]:
    """The names that stand in a text after words for an accused person (`المشتبه به محمد الخطيب`)."""
    return _after(text, _words().accused)


def persons_in(text: str) -> Iterator[str]:
    """The names that stand in a text after words for a victim or an accused, or a title (`العقيد محمد الخطيب`)."""
    return _after(text, _words().victims | _words().accused | _words().titles)


def _after(text: str, heads: frozenset[str]) -> Iterator[str]:
    for line in words_of(text).split("\n"):
        words = line.split()
        for at, word in enumerate(words[:-1]):
            if _is_head(word, heads):
                name = _name(words[at + 1 :])
                if name:
                    yield " ".join(name)


def _is_head(word: str, heads: frozenset[str]) -> bool:
    if word.removeprefix(ARTICLE) in heads:
        return True
    found = lookup(word, heads)
    return found is not None and not found.suffix


def _name(words: list[str]) -> list[str]:
    """The words of a name at the head of others: a given name, then what no particle, number or sign ends."""
    before = _words().titles | _words().between
    while words and words[0].removeprefix(ARTICLE) in before:
        words = words[1:]
    if not words or not _begins_name(words[0].strip('"،.():؛')):
        return []
    taken: list[str] = []
    for word in words[:MOST_WORDS]:
        clean = word.strip('"،.():؛')
        if taken and _ends_name(clean):
            break
        taken.append(clean)
        if clean != word or (len(taken) > 1 and not _goes_on(clean)):
            break
    return taken


def _ends_name(word: str) -> bool:
    plain = word.removeprefix(ARTICLE)
    if plain in given_names() or plain in _words().joints:
        return False
    return not word.isalpha() or plain in _words().ends or _is_common(plain)


def _goes_on(word: str) -> bool:
    """Whether a further word may be part of the name: one that nobody knows ends it."""
    return word in given_names() or word.removeprefix(ARTICLE) in _words().joints
