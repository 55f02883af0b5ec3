"""Given names, by which persons' names are told from places'."""

from functools import cache

from musnad.data import load_yaml
from musnad.text.normalise import fold


@cache
def given_names() -> frozenset[str]:
    """Given names in folded form."""
    return frozenset(map(fold, load_yaml("musnad.registry", "given_names.yaml")))
