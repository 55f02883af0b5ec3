"""Temporal expressions tied to calendar days."""

from musnad.resolve.dates.anchoring import anchor, date_of

__all__ = ["anchor", "date_of"]
