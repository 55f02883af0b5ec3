"""Article text, and what stands around it, out of one web page."""

from musnad.ingest.page.extraction import Page, extract

__all__ = ["Page", "extract"]
