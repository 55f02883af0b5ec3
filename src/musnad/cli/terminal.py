"""Where text of both directions is shown: isolates and styles for terminals, neither for files and pipes."""

import os
import re
import shutil
import sys
from typing import NamedTuple, Self, TextIO

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH = 100, 60, 120
# Control characters, which terminals obey, and the marks that turn what follows around.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def harmless(text: str) -> str:
    """`text` on one line, with spaces for what would command the terminal or turn its neighbours around."""
    return _HARMFUL.sub(" ", text)


class Terminal(NamedTuple):
    """What the place of output can do, and how many columns it has."""

    bidi: bool = False
    styled: bool = False
    width: int = DEFAULT_WIDTH

    @classmethod
    def of(cls, stream: TextIO) -> Self:
        """The abilities of `stream`; the environment's `NO_COLOR` and a dumb terminal are heeded."""
        if not stream.isatty():
            return cls()
        styled = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and sys.platform != "win32"
        columns = shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns
        return cls(bidi=True, styled=styled, width=min(max(columns, MIN_WIDTH), MAX_WIDTH))

    def isolate(self, text: str) -> str:
        """`text` kept from mixing its direction with its neighbours (Unicode Standard Annex 9)."""
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if self.bidi and text else text

    def bold(self, text: str) -> str:
        """`text` in bold."""
        return f"{_BOLD}{text}{_PLAIN}" if self.styled and text else text

    def dim(self, text: str) -> str:
        """`text` in faint letters."""
        return f"{_DIM}{text}{_PLAIN}" if self.styled and text else text
