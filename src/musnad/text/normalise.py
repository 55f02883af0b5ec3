"""One normaliser for reader, gazetteer and search.

`fold` maps every spelling of a word to one: it drops diacritics, tatweel, zero-width and bidi controls,
unfolds presentation forms, and merges alef and hamza carriers, ى/ي, ة/ه, Persian letters, digits, dashes
and quotation marks. `Folded` keeps, for each folded code point, the original one that it came from.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from musnad.schema import Span

_LETTERS = dict(
    zip(
        "أإآٱٲٳىیېےئةۀہھەۂؤکڪگپچڤڨٹڈڑژ",
        "اااااايييييهههههه" + "وكككبجفقتدرز",
        strict=True,
    )
)
_QUOTES = dict.fromkeys("«»“”„‟″〝〞❝❞‹›`´‘’‚‛′＂＇ʼʹ'", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
_BREAKS = dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")
_SIGNS = {"٫": ".", "٬": ",", "٪": "%", "\t": " "}
_MERGED = {**_LETTERS, **_QUOTES, **_DASHES, **_BREAKS, **_SIGNS}
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
TATWEEL = "ـ"
REPLACEMENT = "\ufffd"


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """What one code point becomes: none, one or several folded code points."""
    if char in _MERGED:
        return _MERGED[char]
    if unicodedata.category(char) == "Cs":
        return REPLACEMENT
    if char == TATWEEL or unicodedata.category(char) in _DROPPED_CATEGORIES:
        return ""
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    if unicodedata.category(char) == "Zs":
        return " "
    parts = unicodedata.normalize("NFKD", char).casefold()
    return parts if parts == char else "".join(_fold_char(part) for part in parts)


def fold(text: str) -> str:
    """The folded form of `text`; `fold(fold(x)) == fold(x)` for every string."""
    return "".join(map(_fold_char, text))


class Folded:
    """A text's folded form, `text`, and the way back to the original.

    `starts[i]` is the original offset of folded code point i; one more entry holds the original length. `even` says
    that every code point became just one.
    """

    __slots__ = ("even", "original", "starts", "text")

    def __init__(self, original: str) -> None:
        parts = list(map(_fold_char, original))
        self.original = original
        self.text = "".join(parts)
        self.even = len(self.text) == len(parts) and "" not in parts
        self.starts = list(range(len(parts) + 1)) if self.even else _starts(parts, len(self.text))

    def span(self, start: int, end: int) -> Span:
        """The original span of folded `[start, end)`, diacritics of its last letter included."""
        if end <= start:
            at = self.starts[start]
            return Span(at, at)
        first, last, following = self.starts[start], self.starts[end - 1] + 1, self.starts[end]
        while last < following and self._belongs_to_letter_before(last):
            last += 1
        return Span(first, last)

    def _belongs_to_letter_before(self, at: int) -> bool:
        char = self.original[at]
        return char == TATWEEL or unicodedata.category(char) == "Mn"

    def folded_offset(self, original_offset: int) -> int:
        """The folded offset of the first folded code point at or after `original_offset`."""
        return bisect_left(self.starts, original_offset)


def _starts(parts: Sequence[str], length: int) -> list[int]:
    """Where each of `length` folded code points comes from; most parts are one code point or none."""
    starts = [at for at, part in enumerate(parts) if part]
    if len(starts) != length:
        starts = [at for at, part in enumerate(parts) for _ in part]
    return [*starts, len(parts)]
