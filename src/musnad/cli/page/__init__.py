"""Readings as one web page that needs nothing else: no network, no other file, and scripts only for lighting up."""

from musnad.cli.page.page import Page

__all__ = ["Page"]
