"""Polite and safe fetching: one address in, its bytes or the reason why not out."""

from musnad.ingest.fetch.fetcher import Fetcher
from musnad.ingest.fetch.policy import Policy

__all__ = ["Fetcher", "Policy"]
