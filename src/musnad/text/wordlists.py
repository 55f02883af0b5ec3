"""The shared loader under the name by which the weapon lexicon asks for it."""

from musnad.data import load_yaml as word_lists

__all__ = ["word_lists"]
