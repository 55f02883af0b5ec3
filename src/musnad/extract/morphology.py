"""Inflected forms of verbs and nouns, generated from root and pattern, on folded skeletons.

A root is its radicals in order (`قصف`); weak radicals are written و or ي, hamza as ا. The result maps each
skeleton to how it was inflected. Clitics are not generated: `musnad.text.clitics` takes them off.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from musnad.data import load_yaml

Inflection = Literal["past", "present", "masdar", "open", "agent", "patient", "noun"]
Templates = Mapping[str, str | list[str]]

_PAST_SUFFIXES = ("", "ت", "ا", "تا", "وا", "و")
_CONSONANT_SUFFIXES = ("نا", "ن", "ت")
_PRESENT_PREFIXES = "يتنا"
_PRESENT_SUFFIXES = ("", "ون", "ان", "ن", "وا", "و")
_PARTICIPLE_ENDINGS = ("", "ا", "ه", "ون", "ين", "ان", "ات", "و", "ي", "تان", "تين")
_NOUN_ENDINGS = ("", "ا", "ان", "ين", "ي", "ات")
_WEAK = "وي"
_EMPHATIC = "صضطظ"


class Form(NamedTuple):
    """How a skeleton was made: its inflection, whether it can only be passive, whether a masdar is also a past.

    `open` is the inflection of a word in its text that may be masdar or past (`خطف`, `قصف`).
    """

    inflection: Inflection
    passive: bool = False
    also_past: bool = False

    @property
    def broad(self) -> Inflection:
        """The inflection, an open word taken for a masdar."""
        return "masdar" if self.inflection == "open" else self.inflection


_PAST, _PAST_PASSIVE = Form("past"), Form("past", passive=True)
_AGENT, _PATIENT = Form("agent"), Form("patient", passive=True)
_MASDAR, _MASDAR_OR_PAST, _NOUN = Form("masdar"), Form("masdar", also_past=True), Form("noun")


@cache
def _templates() -> dict[str, dict[str, Templates]]:
    templates: dict[str, dict[str, Templates]] = load_yaml("musnad.extract", "conjugation.yaml")
    return templates


def weakness(root: str, form: str) -> str:
    """The class of a root under a form: sound, assimilated, hollow, defective, doubled or emphatic."""
    classes = _templates()[form]
    first, second, third = root[0], root[1], root[2]
    candidates = (
        ("defective", third in _WEAK and len(root) == 3),
        ("hollow", second in _WEAK and len(root) == 3),
        ("doubled", second == third and len(root) == 3),
        ("assimilated", first == "و" or (form == "VIII" and first in "اي")),
        ("emphatic", first in _EMPHATIC),
    )
    return next((name for name, holds in candidates if holds and name in classes), "sound")


def _fill(template: str, root: str) -> str:
    return "".join(root[int(char) - 1] if char.isdecimal() else char for char in template)


def _filled(templates: Templates, key: str, root: str) -> list[str]:
    value = templates.get(key, [])
    return [_fill(str(one), root) for one in (value if isinstance(value, list) else [value])]


def _past(templates: Templates, root: str) -> Iterator[tuple[str, Form]]:
    for stem in _filled(templates, "vowel", root):
        endings = ("",) if "before_suffix" in templates else _PAST_SUFFIXES
        yield from ((stem + ending, _PAST) for ending in endings)
    for stem in _filled(templates, "before_suffix", root):
        yield from ((stem + ending, _PAST) for ending in ("ت", "تا", "وا", "و", "ا", "يا", "ينا", "يت"))
    for stem in _filled(templates, "consonant", root) or _filled(templates, "vowel", root):
        yield from ((stem + ending, _PAST) for ending in _CONSONANT_SUFFIXES)
    for stem in _filled(templates, "passive", root):
        yield from ((stem + ending, _PAST_PASSIVE) for ending in _PAST_SUFFIXES)


def _present(templates: Templates, root: str) -> Iterator[tuple[str, Form]]:
    stems = [(stem, False) for stem in _filled(templates, "present", root)]
    stems += [(stem, True) for stem in _filled(templates, "present_passive", root)]
    for stem, passive in stems:
        form = Form("present", passive)
        for prefix in _PRESENT_PREFIXES:
            yield from ((prefix + stem + suffix, form) for suffix in _PRESENT_SUFFIXES)
        if stem[-1] in _WEAK and "before_suffix" in templates:
            yield from ((prefix + stem[:-1] + "ون", form) for prefix in "يت")


def _participles(templates: Templates, root: str) -> Iterator[tuple[str, Form]]:
    for kind in ("agent", "patient"):
        for stem in _filled(templates, kind, root):
            form = _AGENT if kind == "agent" else _PATIENT
            yield from ((stem + ending, form) for ending in _PARTICIPLE_ENDINGS)


def conjugate(root: str, form: str, masdars: tuple[str, ...] = ()) -> dict[str, Form]:
    """Every skeleton of a verb; `form` is I to X or Q; `masdars` are those that no pattern gives.

    Where one skeleton serves several inflections the first of masdar, past, present, participles stands; a masdar
    that is a past too says so.
    """
    templates = _templates()[form][weakness(root, form)]
    forms: dict[str, Form] = {}
    for masdar in [*masdars, *_filled(templates, "masdar", root)]:
        for skeleton in inflect_noun(masdar):
            forms.setdefault(skeleton, _MASDAR)
    past = dict(_past(templates, root))
    forms.update((skeleton, _MASDAR_OR_PAST) for skeleton in forms.keys() & past.keys())
    for skeleton, made in (*past.items(), *_present(templates, root), *_participles(templates, root)):
        forms.setdefault(skeleton, made)
    return forms


def inflect_noun(singular: str, plurals: tuple[str, ...] = ()) -> dict[str, Form]:
    """A folded noun with case and dual endings, the regular feminine plural, and its broken plurals."""
    forms = [singular, *(plural + ending for plural in plurals for ending in ("", "ا"))]
    if singular.endswith("ه"):
        stem = singular[:-1]
        forms += (stem + ending for ending in ("تان", "تين", "تي", "ات"))
    else:
        forms += (singular + ending for ending in _NOUN_ENDINGS)
    return dict.fromkeys(forms, _NOUN)
