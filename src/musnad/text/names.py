"""Given names: by them persons are told from places, and counted."""

from functools import cache

from musnad.data import load_yaml
from musnad.text.normalise import fold


@cache
def given_names() -> frozenset[str]:
    """Common given names, folded."""
    return frozenset(map(fold, load_yaml("musnad.text", "given_names.yaml")["names"]))
