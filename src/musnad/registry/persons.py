"""Given names, by which persons' names are told from places'."""

from functools import cache
from importlib.resources import files

import yaml

from musnad.text.normalise import fold


@cache
def given_names() -> frozenset[str]:
    """Given names in folded form."""
    text = (files("musnad.registry") / "given_names.yaml").read_text(encoding="utf-8")
    listed = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return frozenset(map(fold, listed))
