"""The sources file (`sources.yaml`): the outlets that are polled, and what the user says of each.

Run as a module, it prints the JSON Schema of the file.
"""

import json
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec
import yaml
from msgspec import Meta

from musnad.codebook import codebook
from musnad.errors import SourcesError
from musnad.ingest.sources.base import Hints

NOT_PUBLISHERS = frozenset({"document", "unnamed", "witness"})
"""Kinds of source in the codebook that an article may name but that publish nothing themselves."""
MAX_DELAY = 3600.0

Address = Annotated[str, Meta(pattern="^https?://[^/]")]


class Stance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an outlet stands, in the user's own words: who owns it, whom it is close to."""

    ar: str = ""
    en: str = ""


class Outlet(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One outlet. `kind` is a code of the codebook's `source_kinds`; `country` its ISO 3166-1 alpha-2 code.

    `licence: open` means that the full text of its articles may be shown to the public; `closed`, the default, that
    only headline, link and short passages may. `delay` is the least time between two requests to its hosts, in
    seconds; None leaves it to the call. `allow_hosts` may be fetched from although they are local.
    """

    name: Annotated[str, Meta(min_length=1)]
    url: Address
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    kind: str
    name_ar: str = ""
    feeds: list[Address] = []
    sitemaps: list[Address] = []
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "ar"
    stance: Stance = Stance()
    licence: Literal["open", "closed"] = "closed"
    delay: Annotated[float, Meta(ge=0, le=MAX_DELAY)] | None = None
    allow_hosts: list[Annotated[str, Meta(pattern=r"^[^/\s@]+$")]] = []
    enabled: bool = True

    @property
    def hints(self) -> Hints:
        """What is known of all its articles."""
        return Hints(outlet=self.name_ar or self.name, country=self.country, language=self.language)


class SourcesFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    outlets: list[Outlet]


class Mistake(NamedTuple):
    """What is wrong in the file, at which line (from 1)."""

    line: int
    field: str
    message: str


FIELDS = tuple(Outlet.__struct_fields__)
REQUIRED = ("name", "url", "country", "kind")


def outlets(path: Path | str) -> list[Outlet]:
    """The outlets of a sources file, in its order, those that are not enabled included.

    SourcesError with every mistake in it; OSError where it cannot be opened.
    """
    node = _parsed(Path(path))
    mistakes: list[Mistake] = []
    found = [outlet for entry in _entries(node, mistakes) if (outlet := _outlet(entry, mistakes))]
    if not mistakes:
        return found
    told = [f"{path}:{line}: {field + ': ' if field else ''}{message}" for line, field, message in sorted(mistakes)]
    raise SourcesError(told)


def kinds() -> list[str]:
    """The codes that `kind` may have."""
    return sorted(set(codebook().source_kinds) - NOT_PUBLISHERS)


def _parsed(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise SourcesError([f"{path}: this is not UTF-8 (byte {error.start})"]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SourcesError([f"{where}: broken YAML: {error.problem or error.context}"]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise SourcesError([f"{path}: broken YAML: {str(error).splitlines()[0]}"]) from None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _entries(node: yaml.Node | None, mistakes: list[Mistake]) -> list[yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        mistakes.append(Mistake(1 if node is None else _line(node), "", "the file begins with the key outlets"))
        return []
    top = _keys(node, "", ("outlets",), mistakes)
    if "outlets" not in top:
        mistakes.append(Mistake(_line(node), "outlets", "missing"))
        return []
    if not isinstance(top["outlets"], yaml.SequenceNode):
        mistakes.append(Mistake(_line(top["outlets"]), "outlets", "must be a list, each outlet behind a dash"))
        return []
    entries = list(top["outlets"].value)
    _report_twins(entries, mistakes)
    return entries


def _keys(node: yaml.MappingNode, prefix: str, known: tuple[str, ...], mistakes: list[Mistake]) -> dict[str, yaml.Node]:
    """The values by key; unknown keys are named with the nearest known one, and keys that stand twice."""
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name not in known:
            near = get_close_matches(name, known, 1, 0.6)
            message = f"unknown key; did you mean {near[0]}?" if near else f"unknown key; known are {', '.join(known)}"
            mistakes.append(Mistake(_line(key), prefix + name, message))
        elif name in found:
            mistakes.append(Mistake(_line(key), prefix + name, f"stands twice, first in line {_line(found[name])}"))
        else:
            found[name] = value
    return found


def _report_twins(entries: list[yaml.Node], mistakes: list[Mistake]) -> None:
    """Names and feeds must stand once: what is polled twice is asked for twice."""
    met: dict[tuple[str, str], int] = {}
    for field, node in (pair for entry in entries for pair in _names_and_feeds(entry)):
        key = ("name" if field == "name" else "address", node.value.strip())
        if key in met:
            mistakes.append(Mistake(_line(node), field, f"{node.value!r} stands in line {met[key]} already"))
        met.setdefault(key, _line(node))


def _names_and_feeds(entry: yaml.Node) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if not isinstance(entry, yaml.MappingNode):
        return
    for key, value in entry.value:
        values = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if key.value in ("name", "feeds", "sitemaps"):
            yield from ((key.value, one) for one in values if isinstance(one, yaml.ScalarNode))


def _outlet(entry: yaml.Node, mistakes: list[Mistake]) -> Outlet | None:
    if not isinstance(entry, yaml.MappingNode):
        mistakes.append(Mistake(_line(entry), "outlets", "an outlet is a mapping of name, url, country, kind…"))
        return None
    before = len(mistakes)
    nodes = _keys(entry, "", FIELDS, mistakes)
    mistakes.extend(Mistake(_line(entry), field, "missing") for field in REQUIRED if field not in nodes)
    values = {field: _value(field, node, mistakes) for field, node in nodes.items()}
    if "name" in nodes and not nodes.keys() & {"feeds", "sitemaps"}:
        mistakes.append(Mistake(_line(entry), "feeds", f"{values['name']!r} has neither feeds nor sitemaps"))
    return Outlet(**values) if len(mistakes) == before else None


def _value(field: str, node: yaml.Node, mistakes: list[Mistake]) -> Any:
    """The value of a field, and a mistake where it is none that the field can have."""
    if field in ("feeds", "sitemaps", "allow_hosts"):
        return _list(field, node, mistakes)
    if field == "stance" and isinstance(node, yaml.MappingNode):
        texts = _keys(node, "stance.", ("ar", "en"), mistakes)
        return Stance(**{key: _scalar(f"stance.{key}", "stance", value, mistakes) for key, value in texts.items()})
    value = _scalar(field, field, node, mistakes)
    return Stance(en=value) if field == "stance" and isinstance(value, str) else value


def _list(field: str, node: yaml.Node, mistakes: list[Mistake]) -> list[Any]:
    if not isinstance(node, yaml.SequenceNode):
        mistakes.append(Mistake(_line(node), field, "must be a list, each value behind a dash"))
        return []
    return [_scalar(f"{field}[{index}]", field, item, mistakes) for index, item in enumerate(node.value)]


def _scalar(name: str, field: str, node: yaml.Node, mistakes: list[Mistake]) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        mistakes.append(Mistake(_line(node), name, "must be one plain value"))
        return None
    checked = _CHECKS[field](node.value.strip(), node)
    if isinstance(checked, _Wrong):
        mistakes.append(Mistake(_line(node), name, checked.why))
        return None
    return checked


class _Wrong(NamedTuple):
    why: str


def _text(written: str, node: yaml.ScalarNode) -> str | _Wrong:
    return written or _Wrong("is empty")


def _maybe(written: str, node: yaml.ScalarNode) -> str:
    return written


def _address(written: str, node: yaml.ScalarNode) -> str | _Wrong:
    try:
        parts = urlsplit(written)
        sound = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", written)
        if sound and parts.username is not None:
            return _Wrong("an address must not hold a user name or password")
    except ValueError:
        sound = None
    return written if sound else _Wrong(f"{written!r} is no http or https address")


def _host(written: str, node: yaml.ScalarNode) -> str | _Wrong:
    return written if re.fullmatch(r"[^/\s@]+", written) else _Wrong(f"{written!r} is no host, such as news.example")


def _country(written: str, node: yaml.ScalarNode) -> str | _Wrong:
    from musnad.registry.places import country_names

    code = written.upper()
    return code if code in country_names() else _Wrong(f"{written!r} is no country's two-letter code, such as SY")


def _language(written: str, node: yaml.ScalarNode) -> str | _Wrong:
    sound = re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", written)
    return written if sound else _Wrong(f"{written!r} is no language code, such as ar")


def _one_of(codes: Callable[[], list[str]]) -> Callable[[str, yaml.ScalarNode], str | _Wrong]:
    def check(written: str, node: yaml.ScalarNode) -> str | _Wrong:
        known = codes()
        near = get_close_matches(written, known, 1, 0.6)
        hint = f"; did you mean {near[0]}?" if near else f"; one of {', '.join(known)}"
        return written if written in known else _Wrong(f"{written!r} is not known{hint}")

    return check


def _seconds(written: str, node: yaml.ScalarNode) -> float | _Wrong:
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    return seconds if 0 <= seconds <= MAX_DELAY else _Wrong(f"{written!r} is no number of seconds from 0 to 3600")


def _truth(written: str, node: yaml.ScalarNode) -> bool | _Wrong:
    truths = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    found = truths.get(written.lower()) if node.style is None else None
    return _Wrong(f"{written!r} is neither true nor false") if found is None else found


_CHECKS: dict[str, Callable[[str, yaml.ScalarNode], Any]] = {
    "name": _text,
    "name_ar": _text,
    "url": _address,
    "feeds": _address,
    "sitemaps": _address,
    "country": _country,
    "kind": _one_of(kinds),
    "language": _language,
    "stance": _maybe,
    "licence": _one_of(lambda: ["closed", "open"]),
    "delay": _seconds,
    "allow_hosts": _host,
    "enabled": _truth,
}


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a sources file, for editors that check while one writes."""
    made = msgspec.json.schema(SourcesFile)
    outlet = made["$defs"]["Outlet"]
    outlet["anyOf"] = [{"required": ["feeds"]}, {"required": ["sitemaps"]}]
    properties = outlet["properties"]
    properties["kind"] = {"enum": kinds()}
    properties["stance"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Stance"}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Musnad sources"} | made


if __name__ == "__main__":
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
