"""Verbs of saying, in every form in which news uses them."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from musnad.data import load_yaml
from musnad.extract.morphology import conjugate
from musnad.text.normalise import fold

REPORTS = "reports"
"""Kind of a verb that leaves the kind of statement to what is reported."""
RECORDS = "records"
"""Kind of a verb that only names who counted, which is no statement."""

_OBJECTS = ("ها", "هم", "هما", "ه")
_TAKES_OBJECT = frozenset({"denial", "claim", "condemnation", "policy", "praise"})
_PARTICIPLE_ENDINGS = ("ا", "ه", "ين", "ون", "يا", "يه")


class Saying(NamedTuple):
    """How a word says: kind of statement, tense, who (`m`, `f` or `p`), and how it stands in the text.

    `ambiguous` forms are more often another word; `joined` counts the letters of a conjunction before the form;
    `with_object` marks a pronoun after it, which stands for what is said.
    """

    kind: str
    participle: bool
    agreement: str
    ambiguous: bool
    joined: int = 0
    with_object: bool = False


def attribution_words() -> dict[str, Any]:
    """The lists of `attribution.yaml` as they stand."""
    data: dict[str, Any] = load_yaml("musnad.extract", "attribution.yaml")
    return data


@cache
def word_set(key: str) -> frozenset[str]:
    """One flat list of `attribution.yaml`, folded."""
    return frozenset(fold(word) for word in attribution_words()[key])


@cache
def saying_forms() -> dict[str, Saying]:
    """Every folded form of every verb of saying."""
    forms: dict[str, Saying] = {}
    for kind, verbs in attribution_words()["verbs"].items():
        for verb in verbs:
            _add(forms, kind, *verb.split())
    for kind, words in attribution_words()["irregular"].items():
        for word in map(fold, words):
            participle = word.startswith("م")
            forms[word] = Saying(kind, participle, _agreement(word, participle), word in word_set("ambiguous"))
    return forms


def _add(forms: dict[str, Saying], kind: str, root: str, form: str) -> None:
    for skeleton, made in conjugate(root, form).items():
        past = made.inflection == "masdar" and form == "V" and not skeleton.endswith(("ا", "ان", "ين", "ات"))
        participle = made.inflection == "agent"
        if not (past or participle or made.inflection in ("past", "present")) or len(skeleton) < 3:
            continue
        if participle and not skeleton.endswith(_PARTICIPLE_ENDINGS):
            continue
        if skeleton in word_set("not_sayings") or (made.inflection == "present" and skeleton[0] == "ا"):
            continue
        ambiguous = skeleton in word_set("ambiguous")
        forms.setdefault(skeleton, Saying(kind, participle, _agreement(skeleton, participle), ambiguous))


def _agreement(word: str, participle: bool) -> str:
    if word.endswith(("وا", "ون", "ين")):
        return "p"
    feminine = word.endswith("ه") if participle else word.endswith("ت") or word[0] == "ت"
    return "f" if feminine else "m"


@lru_cache(maxsize=65536)
def saying(word: str) -> Saying | None:
    """How a folded word says, with or without a conjunction before it and a pronoun after it."""
    if word.startswith("ال") or word in word_set("not_sayings"):
        return None
    for joined in (0, 1):
        if joined and (len(word) < 4 or word[0] not in "وف"):
            break
        rest = word[joined:]
        if rest in word_set("not_sayings"):
            return None
        found = saying_forms().get(rest)
        if found:
            return found._replace(joined=joined)
        if bare := _without_object(rest):
            return saying_forms()[bare]._replace(joined=joined, with_object=True, ambiguous=False)
    return None


def _without_object(word: str) -> str | None:
    """The finite form before a pronoun that stands for what is said, as in `نفته` and `وصفها`."""
    for suffix in _OBJECTS:
        stem = word[: -len(suffix)]
        if not word.endswith(suffix) or len(stem) < 3:
            continue
        for bare in (stem, stem[:-1] + "ي" if stem.endswith("ا") else stem, stem + "ا"):
            form = saying_forms().get(bare)
            if form and not form.participle and not form.ambiguous and form.kind in _TAKES_OBJECT:
                return bare
    return None
