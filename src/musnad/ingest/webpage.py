"""A saved web page as `musnad read` takes it: its record, and how its bytes were decoded."""

from musnad.ingest.decoding import Decoded
from musnad.ingest.page.parsing import MAX_PAGE_BYTES
from musnad.ingest.records import Record

__all__ = ["MAX_PAGE_BYTES", "page"]


def page(raw: bytes) -> tuple[Record, Decoded]:
    """The article of a web page, and how its bytes were decoded; BadInputError where it holds none."""
    from musnad.ingest.page import extract

    found = extract(raw)
    return found.record, Decoded(found.record.text, found.encoding, found.damaged)
