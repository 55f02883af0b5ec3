"""Writes the pages that follow from the code: the codebook in both languages, and the commands.

Run `python docs/generate.py` after a change to the codebook's YAML or to a command. `tests/test_documented.py`
fails while a page here is not what the code says.
"""

import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import typer
import yaml

from musnad.cli.main import app
from musnad.codebook import AcledType, Entry, EventType, Language, PloverType, codebook

DOCS = Path(__file__).parent
WORDS = yaml.safe_load((DOCS / "words.yaml").read_text(encoding="utf-8"))
NOTICE = "<!-- Written by docs/generate.py: edit the codebook or the command, not this page. -->"
OWN_COLUMNS = ("code", "label", "definition", "note")


def pages() -> dict[str, str]:
    """The text of every generated page by its path under `docs/`."""
    written = {f"codebook/{name}.md": codebook_page(**about) for name, about in WORDS["pages"].items()}
    return {**written, "commands.md": commands_page()}


def codebook_page(language: Language, title: str, direction: str) -> str:
    """All vocabularies in one language."""
    tables = [table(name, entries, language) for name, entries in codebook().vocabularies().items()]
    body = [f"# {title}", WORDS["intro"][language], *tables]
    return "\n\n".join([NOTICE, f'<div dir="{direction}" markdown>', *body, "</div>"]) + "\n"


def table(name: str, entries: dict[str, Entry], language: Language) -> str:
    """One vocabulary as a section with a table."""
    columns = _columns(entries)
    rows = [[_cell(entry, column, language, name) for column in columns] for entry in entries.values()]
    heading = f"## {WORDS['vocabularies'][name][language]} {{ #{name} }}"
    head = [WORDS["columns"][column][language] for column in columns]
    return "\n".join([heading, "", *_rows([head, ["---"] * len(head), *rows])])


def _columns(entries: dict[str, Entry]) -> list[str]:
    fields = [field for field in msgspec.structs.fields(type(next(iter(entries.values())))) if field.encode_name]
    extra = [field.encode_name for field in fields if field.encode_name not in OWN_COLUMNS]
    noted = ["note"] if any(entry.note for entry in entries.values()) else []
    return ["code", "label", "definition", *extra, *noted]


def _cell(entry: Entry, column: str, language: Language, vocabulary: str) -> str:
    if column == "code":
        anchor = f"{vocabulary}-{entry.code}".lower().replace(" ", "-").replace("/", "-")
        return f"`{entry.code}`{{ #{anchor} }}"
    if column == "label":
        return entry.label(language)
    if column == "definition":
        return entry.definition(language)
    return _shown(getattr(entry, column), language)


def _shown(value: Any, language: Language) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(WORDS["answers"][value][language])
        case EventType():
            return value.label(language)
        case AcledType():
            return f"{value.event_type} / {value.sub_event_type}"
        case PloverType():
            return value.event if value.mode is None else f"{value.event} / {value.mode}"
    return str(value)


def commands_page() -> str:
    """Every command with its arguments and options."""
    sections = [command_section(path, command) for path, command in commands()]
    return "\n\n".join([NOTICE, "# Commands", *sections]) + "\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command of `musnad` and its path, groups included.

    Typer's commands are Click's or its own likeness of them, by version; only what both have is looked at.
    """
    yield from _below("musnad", typer.main.get_command(app))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from _below(f"{path} {name}", child)


def command_section(path: str, command: Any) -> str:
    """One command: what it does, how it is called, what it takes."""
    arguments = [_metavar(parameter) for parameter in command.params if not is_option(parameter)]
    tail = ["COMMAND [ARGS]..."] if hasattr(command, "commands") else arguments
    usage = " ".join([path, "[OPTIONS]", *tail])
    parts = [f"## `{path}`", inspect.cleandoc(command.help or ""), f"```console\n$ {usage}\n```"]
    if command.params:
        head = ["Name", "Value", "Default", "What it does"]
        rows = [head, ["---"] * len(head), *map(_parameter_row, command.params)]
        parts.append("\n".join(_rows(rows)))
    return "\n\n".join(part for part in parts if part)


def is_option(parameter: Any) -> bool:
    """Whether the parameter is an option and not an argument."""
    return bool(parameter.opts[0].startswith("-"))


def _metavar(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    name += "..." if parameter.nargs == -1 else ""
    return name if parameter.required else f"[{name}]"


def _parameter_row(parameter: Any) -> list[str]:
    names = [*parameter.opts, *parameter.secondary_opts] if is_option(parameter) else [_metavar(parameter)]
    shown = parameter.default not in (None, False, "")
    return [
        ", ".join(f"`{name}`" for name in names),
        _value(parameter),
        f"`{_plain(parameter.default)}`" if shown else "–",
        parameter.help or "",
    ]


def _value(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False) or not is_option(parameter):
        return "–"
    if isinstance(parameter.default, Enum):
        return ", ".join(f"`{_plain(choice)}`" for choice in type(parameter.default))
    return f"`{parameter.metavar or parameter.name.upper()}`"


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _rows(rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]


def main() -> None:
    """Write every generated page."""
    for path, text in pages().items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
