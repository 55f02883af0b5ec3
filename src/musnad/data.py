"""The YAML files that lie beside the code: read quickly, and once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_FIRST_BEYOND_ASCII = "\x80"


class _Loader(_Safe):  # type: ignore[misc]
    """The safe loader, with libyaml where there is one, for the plain lists and mappings of plain values here.

    What begins with an Arabic letter is a string, which saves asking whether it is a number or a date; lists and
    mappings are built without the detour that values which hold themselves need.
    """

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        if kind is yaml.ScalarNode and value >= _FIRST_BEYOND_ASCII:
            return _STRING
        return super().resolve(kind, value, implicit)

    def built(self, node: yaml.Node) -> Any:
        if node.tag == _STRING:
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.built(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return {self.built(key): self.built(value) for key, value in node.value}
        return self.construct_object(node)


def parse_yaml(text: str) -> Any:
    """The one document of a YAML text, None where it is empty; raises `yaml.YAMLError` for what is no YAML."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else loader.built(node)
    except TypeError as error:
        raise yaml.YAMLError(f"a key must be a plain value: {error}") from error
    finally:
        loader.dispose()


@cache
def load_yaml(package: str, name: str) -> Any:
    """The content of the file `name` in `package`; all callers share it, so none may change it."""
    return parse_yaml(files(package).joinpath(name).read_text(encoding="utf-8"))
