"""The fast way: resiliparse finds the main content, and the same rules of language clean its lines.

Links, headings and captions are not told apart; the figures of `docs/ingest/page-figures.md` say what that costs.
"""

import re
from typing import Any

from musnad.ingest.page import lines
from musnad.ingest.page.assembly import NOTED, dateline
from musnad.ingest.page.body import key
from musnad.ingest.page.metadata import Metadata
from musnad.schema import CorrectionNote, Dropped, RelatedLine

MIN_PROSE_WORDS = 7
_SPACE = re.compile(r"[ \t\xa0]+")


def parts(markup: str, known: Metadata) -> dict[str, Any]:
    """Text, dateline, related lines, corrections and dropped lines of a page."""
    from resiliparse.extract.html2text import extract_plain_text

    plain = extract_plain_text(
        markup,
        preserve_formatting=True,
        main_content=True,
        list_bullets=False,
        alt_texts=False,
        comments=False,
        post_meta=False,
    )
    told = {key(title) for title in (known.title, *known.titles, *known.authors, known.outlet) if title}
    kept: list[str] = []
    related: list[RelatedLine] = []
    corrections: list[CorrectionNote] = []
    dropped: list[Dropped] = []
    for written in plain.splitlines():
        line = _SPACE.sub(" ", written).strip()
        kind = lines.kind_of(line) if line else "sign"
        if kind is None and key(line) not in told and not (not kept and _is_label(line)):
            kept.append(line)
        elif kind == "related":
            related.append(RelatedLine(lines.without_label(line)))
        elif kind == "correction":
            corrections.append(CorrectionNote(line))
        elif kind in NOTED:
            dropped.append(Dropped(kind="correction link" if kind == "report" else kind, text=line))
    while kept and _is_label(kept[-1]):
        kept.pop()
    return {
        "text": "\n".join(kept),
        "dateline": dateline(kept[0]) if kept else None,
        "related": related,
        "corrections": corrections,
        "dropped": dropped,
    }


def _is_label(line: str) -> bool:
    return lines.is_date_line(line) or lines.is_byline(line) or (len(line.split()) < 4 and not line.endswith("."))
