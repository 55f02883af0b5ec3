"""The search index, which each kind of database has in its own way."""

from typing import Any

from django.db import migrations

from musnad.record import search


def _run(statements: Any, editor: Any) -> None:
    for statement in statements(editor.connection.vendor):
        editor.execute(statement, None)


def _create(_: Any, editor: Any) -> None:
    _run(search.create, editor)


def _drop(_: Any, editor: Any) -> None:
    _run(search.drop, editor)


class Migration(migrations.Migration):
    """FTS5 on SQLite, tsvector and trigrams on PostgreSQL."""

    dependencies = (("record", "0001_initial"),)
    operations = (migrations.RunPython(_create, _drop),)
