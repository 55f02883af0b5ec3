"""Quotations of a text: where words stand between quotation marks."""

import re

from musnad.text.normalise import Folded

_MARK = re.compile(r"[\"\n]")
_COUNTERPARTS = {"«": "»", "»": "«", "“": "”", "”": "“", "„": "“”", "‹": "›", "›": "‹", "‘": "’", "’": "‘"}
_OPENING_ONLY = "«“‹‘"
_APOSTROPHES = "'’‘ʼ`´′"


def quotations(folded: Folded) -> list[tuple[int, int]]:
    """Folded `[start, end)` of each quotation, marks included, in order; none reaches beyond its paragraph.

    A mark that is never closed, and an apostrophe between letters, opens nothing.
    """
    found, opened, closing, text = [], -1, "", folded.text
    for match in _MARK.finditer(text):
        at = match.start()
        mark = folded.original[folded.starts[at]]
        if match.group() == "\n":
            opened = -1
        elif mark in _APOSTROPHES and _between_letters(text, at):
            continue
        elif opened < 0:
            opened, closing = at, _closers(mark)
        elif mark in closing:
            found.append((opened, at + 1))
            opened = -1
    return found


def _closers(mark: str) -> str:
    return _COUNTERPARTS.get(mark, "") + ("" if mark in _OPENING_ONLY else mark)


def _between_letters(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
