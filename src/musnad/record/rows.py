"""Many rows at once: COPY on PostgreSQL, INSERT elsewhere; and the numbers that the one writer gives."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

from musnad.schema.ids import public_id

ANY = TypeVar("ANY")
MANY = 200
"""From so many rows on COPY is quicker than INSERT."""
AT_ONCE = 900
"""How many values a query names at once: SQLite before 3.32 takes 999."""


def write(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows of one table, none of which stands there yet."""
    if connection.vendor == "postgresql" and len(rows) >= MANY:
        _copy(model, rows)
    else:
        model._default_manager.bulk_create(rows, batch_size=500)


def write_tuples(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as tuples of plain values in the order of `columns`: for tables with many of them."""
    table, names = f'"{model._meta.db_table}"', ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= MANY:
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        elif rows:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = [
        field for field in model._meta.concrete_fields if field.column and not isinstance(field, models.AutoField)
    ]
    held = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    write_tuples(model, [str(field.column) for field in fields], held)


def next_number(model: type[models.Model], column: str = "pk") -> int:
    """The number after the greatest one given; only the writer may ask (`musnad.record.database.writing`)."""
    last = model._default_manager.order_by(f"-{column}").values_list(column, flat=True).first()
    return (last or 0) + 1


def new_ids(model: type[models.Model], kind: str, names: Sequence[str]) -> list[str]:
    """A public id for each name, none of which the table holds yet."""
    found, taken = [""] * len(names), set[str]()
    open_, attempt = list(range(len(names))), 0
    while open_:
        drawn = {at: public_id(kind, names[at], attempt) for at in open_}
        for some in batches(drawn.values()):
            taken.update(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))
        for at, key in drawn.items():
            if key not in taken:
                found[at] = key
                taken.add(key)
        open_, attempt = [at for at in open_ if not found[at]], attempt + 1
    return found


def batches(values: Iterable[ANY], size: int = AT_ONCE) -> Iterator[list[ANY]]:
    """Values, some at a time."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
