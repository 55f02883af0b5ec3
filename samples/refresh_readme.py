"""Writes what Musnad makes of one sample article into README.md, between its two markers."""

import io
from pathlib import Path

from musnad.cli.table import Table
from musnad.cli.terminal import Terminal
from musnad.ingest.files import Incoming, articles
from musnad.ingest.records import Defaults
from musnad.reader import read

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- output: begin -->", "<!-- output: end -->"
ARTICLE = "market.txt"
COMMAND = f"musnad read samples/{ARTICLE} --title-line --published 2024-03-14"


def shown() -> str:
    """The command and its output, as a fenced block."""
    defaults = Defaults(published="2024-03-14", title_line=True)
    lines = io.StringIO()
    for item in articles([ROOT / "samples" / ARTICLE], defaults):
        assert isinstance(item, Incoming)
        lines.writelines(f"{line}\n" for line in Table(Terminal(), "en").lines(read(item.article)))
    return f"```console\n$ {COMMAND}\n{lines.getvalue().rstrip()}\n```"


def refreshed(text: str) -> str:
    """The README's text with the output of today's reader."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{shown()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
