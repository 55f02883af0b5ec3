"""Words that say what befell the persons of a count."""

from functools import cache
from typing import Any, NamedTuple

from musnad.data import load_yaml
from musnad.extract.lexicon import stems
from musnad.extract.morphology import Inflection, conjugate
from musnad.text.document import Document
from musnad.text.normalise import fold


class Cue(NamedTuple):
    """A word at a token that tells a status (`killed` … or `toll`, `released`), and how it is inflected."""

    token: int
    status: str
    inflection: Inflection
    passive: bool


@cache
def cue_data() -> dict[str, Any]:
    """The content of `casualties.yaml`."""
    data: dict[str, Any] = load_yaml("musnad.extract", "casualties.yaml")
    return data


@cache
def cue_words(key: str) -> frozenset[str]:
    """A word list of `casualties.yaml`, folded."""
    return frozenset(map(fold, cue_data()[key]))


@cache
def _skeletons() -> dict[str, tuple[str, Inflection, bool]]:
    table: dict[str, tuple[str, Inflection, bool]] = {}
    for status, words in cue_data()["words"].items():
        for word in words:
            table.setdefault(fold(word), (status, "noun", False))
    for status, verbs in cue_data()["verbs"].items():
        for verb in verbs:
            for skeleton, form in conjugate(verb["root"], verb["form"], tuple(verb.get("masdars", ()))).items():
                if form.inflection in ("past", "present", "masdar"):
                    table.setdefault(skeleton, (status, form.inflection, form.passive))
    return table


def find_cues(document: Document) -> list[Cue]:
    """Every cue of a text, in order."""
    cues = []
    for at, token in enumerate(document.tokens):
        if token.is_word and (reading := _reading(token.fold)):
            cues.append(Cue(at, *reading))
    return cues


def _reading(word: str) -> tuple[str, Inflection, bool] | None:
    table = _skeletons()
    return next((table[stem.stem] for stem in stems(word) if stem.stem in table), None)


@cache
def noun_status(lemma: str) -> str:
    """The status that a folded noun itself tells (`قتيل`), or an empty string."""
    return next((status for status in cue_data()["words"] if lemma in _folded(status)), "")


@cache
def _folded(status: str) -> frozenset[str]:
    return frozenset(map(fold, cue_data()["words"][status]))
