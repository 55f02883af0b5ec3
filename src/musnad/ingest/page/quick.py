"""The fast way: resiliparse finds the main content, and the same rules of language clean its lines.

Links, headings and captions are not told apart; the figures of `docs/ingest/page-figures.md` say what that costs.
"""

import re
from typing import Any

from musnad.ingest.page import lines
from musnad.ingest.page.assembly import NOTED, dateline
from musnad.ingest.page.body import SHORT_COST, WORD_COST, key
from musnad.ingest.page.metadata import Metadata
from musnad.schema import CorrectionNote, Dropped, RelatedLine

MIN_PROSE_WORDS = 7
TITLE_VALUE = 30.0
LINES_BELOW = 6
"""How many lines below the text are looked at for read-also lines and notices."""
_ENDS = (".", "؟", "?", "!", ":", "»", "”", '"', ")")
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
    judged = [
        (line, lines.kind_of(line)) for line in (_SPACE.sub(" ", one).strip() for one in plain.splitlines()) if line
    ]
    for line, kind in _densest(judged, told):
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


def _densest(judged: list[tuple[str, str | None]], told: set[str]) -> list[tuple[str, str | None]]:
    """The lines from the title on, or from where prose is densest, to where it ends, and the few right below."""
    values = [TITLE_VALUE if key(line) in told else _value(line, kind) for line, kind in judged]
    best, best_sum, start, current = (0, len(values)), 0.0, 0, 0.0
    for index, value in enumerate(values):
        if current <= 0:
            start, current = index, 0.0
        current += value
        if current > best_sum:
            best, best_sum = (start, index + 1), current
    if not best_sum:
        return judged
    below = [(line, kind) for line, kind in judged[best[1] : best[1] + LINES_BELOW] if kind]
    return [*judged[best[0] : best[1]], *below]


def _value(line: str, kind: str | None) -> float:
    """The words of a line of prose; what any other line costs."""
    words = len(line.split())
    prose = kind is None and words >= MIN_PROSE_WORDS and line.endswith(_ENDS) and not line.endswith(("...", "…"))
    return words if prose else -SHORT_COST - (0 if kind else WORD_COST * words)


def _is_label(line: str) -> bool:
    return lines.is_date_line(line) or lines.is_byline(line) or (len(line.split()) < 4 and not line.endswith("."))
