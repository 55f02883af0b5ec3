"""Words that are also names of places: which cue a place of that name needs."""

from functools import cache
from importlib.resources import files

from musnad.text.normalise import fold


@cache
def cue_words() -> dict[str, int]:
    """For words of `common_words.txt`, folded: 1 where a locative word will do, 2 where a head or a cue is needed."""
    cues: dict[str, int] = {}
    for line in files("musnad.registry").joinpath("common_words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            level, *words = line.split()
            cues |= {fold(word): int(level) for word in words}
    return cues
