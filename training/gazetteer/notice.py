"""The paragraph of `NOTICE` that says whose rows the packaged gazetteer holds."""

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

from musnad.registry.tables import Row, source_of

ROOT = Path(__file__).parents[2]
NOTICE = ROOT / "NOTICE"
WIDTH = 119
LICENCE_NAMES = {
    "CC-BY-3.0-IGO": "CC BY 3.0 IGO",
    "CC-BY-4.0": "CC BY 4.0",
    "Unicode-3.0": "Unicode License v3",
    "MIT": "MIT License",
}
OWN = "Apache-2.0"
SOURCES = {
    "cldr": "names of countries from the Unicode Common Locale Data Repository (https://cldr.unicode.org)",
    "geonames": "rows of GeoNames (https://www.geonames.org), selected and extended",
    "iso3166-2": "points of first-level administrative units from the package iso3166-2",
    "ocha-cod": "rows of the Common Operational Datasets of OCHA (https://data.humdata.org), selected",
    "wof": "rows of Who's On First (https://whosonfirst.org), selected",
}
_PARAGRAPH = re.compile(r"^The gazetteer in .*?(?=\n\n|\Z)", re.DOTALL | re.MULTILINE)


def paragraph(rows: Iterable[Row]) -> str:
    """What the notice says, by the sources and licences of the rows; the project's own rows need no mention."""
    pairs = sorted({(source_of(row["basis"]), row["licence"]) for row in rows if row["licence"] != OWN})
    parts = [f"{SOURCES[source]} ({LICENCE_NAMES[licence]})" for source, licence in pairs]
    text = f"The gazetteer in src/musnad/registry/gazetteer.tsv.gz holds {'; '.join(parts)}."
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def notice(rows: Iterable[Row]) -> str:
    """The whole notice with its paragraph on the gazetteer as it should be."""
    held = paragraph(rows)
    return _PARAGRAPH.sub(lambda _: held, NOTICE.read_text(encoding="utf-8").rstrip("\n")) + "\n"


def write_notice(rows: Iterable[Row]) -> None:
    """Write the notice anew."""
    NOTICE.write_text(notice(rows), encoding="utf-8")
