"""Reads Arabic conflict news into a sourced record."""

from musnad.reader import read
from musnad.schema import Article, Reading

__all__ = ["Article", "Reading", "read"]
