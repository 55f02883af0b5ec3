"""Word lists that lie as YAML beside the code."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def word_lists(package: str, name: str) -> dict[str, Any]:
    """The lists of `name` in `package`, as they stand in the file; loaded once, with libyaml where there is one."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data
