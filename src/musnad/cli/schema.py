"""`musnad schema`: the published JSON Schema of a reading."""

from typing import Any

import typer


def reading_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `musnad read --format jsonl`."""
    import msgspec

    from musnad.schema import Reading

    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Musnad reading"}
    return head | msgspec.json.schema(Reading)


def schema() -> None:
    """Print the JSON Schema of a reading."""
    import json

    from musnad.cli.writers import named_where_full

    with named_where_full(None):
        typer.echo(json.dumps(reading_schema(), ensure_ascii=False, indent=2))
