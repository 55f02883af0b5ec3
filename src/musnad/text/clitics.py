"""Clitics: what is written together with a word but is not part of it.

Works on folded words, without a dictionary of the language: every split that Arabic spelling allows is offered,
the likelier first, so that a lexicon can say which of them is a word. The clitics, how likely each is, and the
words whose own letters look like one are in `clitics.yaml`.
"""

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from musnad.data import load_yaml

NO_PROCLITIC = 0.45
NO_ENCLITIC = 0.3
OWN_LETTERS = 1.0
SHORT_STEM = 0.5
"""Costs of an analysis; the lowest sum comes first."""

_ENDING = re.compile(
    r"(?:ات|اته|اتي|ا|ان|اء|اي|او|ت|تا|تان|تين|تي|ه|و|وا|ون|ي|يا|يان|يات|يت|يه|يتا|يتان|يتين|ين|يون|يين|نا)?"
    r"(?:ه|ها|هم|هن|هما|ك|كم|نا|ي)?"
)
_IMPERFECT = frozenset("يتنا")


class Analysis(NamedTuple):
    """A word as proclitics (`وبال`), stem, and enclitic pronoun (`هم`), all folded.

    The stem is spelt as it is without them: `مدرستهم` has the stem `مدرسه`, `للجنة` the stem `لجنه`.
    """

    prefix: str
    stem: str
    suffix: str


def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("musnad.text", "clitics.yaml")
    return data


@cache
def proclitics() -> tuple[str, ...]:
    """All strings of proclitics, the longest first."""
    return tuple(sorted(_data()["proclitics"], key=lambda clitic: (-len(clitic), clitic)))


@cache
def enclitics() -> tuple[str, ...]:
    """All enclitic pronouns, the longest first."""
    return tuple(sorted(_data()["enclitics"], key=lambda clitic: (-len(clitic), clitic)))


@cache
def _own(kind: str) -> dict[str, frozenset[str]]:
    return {clitic: frozenset(words.split()) for clitic, words in _data()[kind].items()}


@cache
def _short_stems() -> frozenset[str]:
    return frozenset(_data()["short_stems"].split())


@lru_cache(maxsize=65536)
def analyses(word: str) -> tuple[Analysis, ...]:
    """Every way to read a folded word as proclitics, stem and enclitic, the most plausible first.

    The word without any clitic is always among them.
    """
    ranked: dict[Analysis, float] = {}
    for prefix, stem, cost in _without_proclitics(word):
        for analysis, more in _without_enclitics(prefix, stem):
            ranked.setdefault(analysis, cost + more)
    return tuple(sorted(ranked, key=lambda analysis: (ranked[analysis], analysis)))


def lookup(word: str, lexicon: Container[str]) -> Analysis | None:
    """The likeliest analysis of the folded word whose stem `lexicon` holds; the word itself is asked for first."""
    if word in lexicon:
        return Analysis("", word, "")
    return next((analysis for analysis in analyses(word) if analysis.stem in lexicon), None)


def _without_proclitics(word: str) -> Iterator[tuple[str, str, float]]:
    """Each (proclitics, rest, cost) of a word."""
    yield "", word, NO_PROCLITIC
    costs = _data()["proclitics"]
    for prefix in proclitics():
        rest = word[len(prefix) :]
        if len(rest) < 2 or not word.startswith(prefix) or (prefix[-1] == "س" and rest[0] not in _IMPERFECT):
            continue
        cost = costs[prefix] + _own_cost(prefix, word) + _shortness(rest)
        yield prefix, rest, cost
        if prefix.endswith("لل"):
            yield prefix, "ل" + rest, cost + 0.1


def _own_cost(prefix: str, word: str) -> float:
    """What it costs that the prefix, or its last part, may be the word's own first letters."""
    own = _own("own_first")
    for at in range(len(prefix)):
        for length in (1, 2):
            clitic = prefix[at : at + length]
            if clitic in own and at + length <= len(prefix) and _begins_word(word[at:], own[clitic]):
                return OWN_LETTERS
    return 0.0


def _shortness(stem: str) -> float:
    return SHORT_STEM * (len(stem) < 3 and stem not in _short_stems())


def _begins_word(word: str, own: frozenset[str]) -> bool:
    lengths = range(min(len(word), 9), 1, -1)
    return any(word[:length] in own and _ENDING.fullmatch(word, length) for length in lengths)


def _without_enclitics(prefix: str, stem: str) -> Iterator[tuple[Analysis, float]]:
    """Each (analysis, cost) of a word without its proclitics; a word with the article takes no pronoun."""
    yield Analysis(prefix, stem, ""), NO_ENCLITIC
    if prefix.endswith(("ال", "لل")):
        return
    costs, own = _data()["enclitics"], _own("own_last")
    for suffix in enclitics():
        rest = stem[: -len(suffix)]
        if len(rest) < 2 or not stem.endswith(suffix):
            continue
        cost = costs[suffix] + OWN_LETTERS * (stem in own.get(suffix, ())) + _shortness(rest)
        for extra, bare in enumerate(_bare_stems(rest)):
            yield Analysis(prefix, bare, suffix), cost + 0.02 * extra


def _bare_stems(stem: str) -> list[str]:
    """The spellings that a stem may have without its pronoun: ة for ت, ء for a hamza carrier, ى for ا, وا for و."""
    if stem.endswith("ت") and len(stem) > 3:
        return [stem[:-1] + "ه", stem] if not stem.endswith("ات") else [stem, stem[:-1] + "ه"]
    if stem.endswith(("او", "اي")) and len(stem) > 3:
        return [stem[:-1] + "ء", stem]
    if stem.endswith("و"):
        return [stem + "ا", stem]
    return [stem, stem[:-1] + "ي"] if stem.endswith("ا") and len(stem) > 2 else [stem]
