"""Tab-separated lists of places that were compiled from several sources, each row with its own source.

Columns: src src_id cc type name_en names_ar lat lon pop gn_id wd_id region county pcode licence; `region` and `county`
are `src_id` or `pcode` of other rows of the same source.
"""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from musnad.registry.sources.raw import PREFIXES, SETTLEMENT, BadRecordError, Notes, Raw, people, point

COLUMNS = "src src_id cc type name_en names_ar lat lon pop gn_id wd_id region county pcode licence".split()
KINDS = {
    "admin1": "province",
    "admin2": "district",
    "admin3": "district",
    "campus": "other",
    "city": SETTLEMENT,
    "county": "district",
    "hamlet": SETTLEMENT,
    "isolated_dwelling": SETTLEMENT,
    "localadmin": "district",
    "locality": SETTLEMENT,
    "microhood": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "place": SETTLEMENT,
    "region": "province",
    "town": SETTLEMENT,
    "village": SETTLEMENT,
}


class Listing:
    """Reads `.tsv` and `.tsv.gz` lists with the columns above."""

    name = "list of places"
    joint = False

    def takes(self, path: Path) -> bool:
        """Whether the first line names the columns of such a list."""
        if not path.name.endswith((".tsv", ".tsv.gz")) or not path.is_file():
            return False
        try:
            return next(_lines(path), "").split("\t") == COLUMNS
        except (OSError, EOFError, zlib.error, UnicodeDecodeError):
            return False

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The places of all lists."""
        for path in paths:
            lines = _lines(path)
            next(lines)
            for line, text in enumerate(lines, start=2):
                try:
                    if raw := _place(text.split("\t"), notes):
                        yield raw
                except BadRecordError as error:
                    notes.is_bad(path, line, str(error))


def _lines(path: Path) -> Iterator[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\r\n")


def _place(cells: list[str], notes: Notes) -> Raw | None:
    if len(cells) != len(COLUMNS):
        raise BadRecordError(f"{len(cells)} values, {len(COLUMNS)} expected")
    row = dict(zip(COLUMNS, cells, strict=True))
    if row["src"] not in PREFIXES:
        raise BadRecordError(f"src: {row['src']!r} is no source that Musnad knows")
    kind = KINDS.get(row["type"])
    if kind is None:
        notes.leave_out("kinds that are not taken")
        return None
    if not row["src_id"] or len(row["cc"]) != 2:
        raise BadRecordError("no src_id or cc")
    keys = tuple(key for key in (row["src_id"], row["pcode"]) if key)
    return Raw(
        row["src"], row["src_id"], row["cc"], kind, row["name_en"], tuple(row["names_ar"].split("|")),
        *point(row["lat"], row["lon"]), people(row["pop"]), (row["region"], row["county"]), keys, row["pcode"],
    )  # fmt: skip
