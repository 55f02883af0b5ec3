"""Every command, option and codebook entry is documented, and the pages are those that the code gives."""

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from musnad.codebook import Entry, codebook

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("musnad_docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generator()
ENTRIES = [(name, entry) for name, entries in codebook().vocabularies().items() for entry in entries.values()]
COMMANDS = dict(generate.commands())
PARAMETERS = [(path, parameter) for path, command in COMMANDS.items() for parameter in command.params]


@cache
def _page(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


def _section(path: str) -> str:
    """The part of the command page that is about one command."""
    return _page("commands.md").split(f"## `{path}`\n", 1)[-1].split("\n## ", 1)[0]


@pytest.mark.parametrize("path", sorted(generate.pages()))
def test_a_generated_page_is_what_the_code_gives(path: str) -> None:
    assert _page(path) == generate.pages()[path], "run: python docs/generate.py"


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{name}: {entry.code}" for name, entry in ENTRIES])
def test_a_codebook_entry_is_documented_in_both_languages(name: str, entry: Entry) -> None:
    for page, language in (("codebook/english.md", "en"), ("codebook/arabic.md", "ar")):
        row = f"| {entry.label(language)} | {entry.definition(language)} |"
        assert re.search(rf"\| `{re.escape(entry.code)}`{{ #\S+ }} {re.escape(row)}", _page(page))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_documented_and_says_what_it_does(path: str) -> None:
    assert f"## `{path}`\n" in _page("commands.md")
    assert COMMANDS[path].help


@pytest.mark.parametrize(("path", "parameter"), PARAMETERS, ids=[f"{path} {p.opts[0]}" for path, p in PARAMETERS])
def test_an_option_is_documented_and_says_what_it_does(path: str, parameter: object) -> None:
    assert generate.is_option(parameter) is False or f"`{parameter.opts[0]}`" in _section(path)
    assert parameter.help
    assert parameter.help in _section(path)


def test_anchors_of_a_codebook_page_are_unique() -> None:
    for page in ("codebook/english.md", "codebook/arabic.md"):
        anchors = re.findall(r"{ #(\S+) }", _page(page))
        assert len(anchors) == len(set(anchors))


def test_pages_ask_no_other_host_for_anything() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in settings
    assert "http" not in settings


def test_pages_link_only_to_pages_that_exist() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#\s:]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(DOCS)} links to {target}"
