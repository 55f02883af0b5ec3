"""`musnad db`: the database of the record is made, kept up to date, saved, brought back and checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musnad.cli.kept import AsJson, print_json
from musnad.cli.read import NOTHING_READ, SOME_NOT_READ, counted, named_errors
from musnad.errors import RecordError

if TYPE_CHECKING:
    from musnad.record.check import Checked

db = typer.Typer(help="Make, update, save, restore and check the record's database.", no_args_is_help=True)

Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="DATABASE_URL",
        help="The record's database: postgres://… or sqlite:///PATH; without it record.sqlite3 in the store.",
    ),
]
Folder = Annotated[Path | None, typer.Option("--store", help="The store of articles, whose kept bytes go along.")]


@contextmanager
def opened(database: str | None) -> Iterator[None]:
    """The record in use; what goes wrong with it is told in one line."""
    from musnad.record.database import use

    with named_errors():
        use(database)
        from django.db import Error

        try:
            yield
        except Error as error:
            raise RecordError(f"the record's database: {str(error).strip().splitlines()[0]}") from None


@db.command()
def upgrade(database: Database = None) -> None:
    """Make the record's tables, or bring them to what this version needs."""
    with opened(database):
        from musnad.record.upgrade import upgrade as upgraded

        done = upgraded()
    typer.echo(f"applied {', '.join(done)}" if done else "nothing to do: the record is up to date")


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it (a gzipped tar).")],
    database: Database = None,
    store: Folder = None,
) -> None:
    """Save the record, and with --store the kept bytes, in one file."""
    with opened(database), _files():
        from musnad.record.backup import backup as saved

        manifest = saved(file, store)
    typer.echo(f"{counted(len(manifest.files), 'file')} saved in {file}")


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    database: Database = None,
    store: Folder = None,
    erasures: Annotated[
        Path | None,
        typer.Option(help="Erasures made since the backup (`musnad db erasures`), which it then obeys too."),
    ] = None,
) -> None:
    """Bring a backup into an empty record (on SQLite or PostgreSQL), and its kept bytes into an empty folder."""
    with opened(database), _files():
        from musnad.record.backup import restore as restored
        from musnad.record.erasure import obey
        from musnad.record.upgrade import upgrade as upgraded

        upgraded()
        manifest = restored(file, store)
        again = obey(erasures.read_bytes()) if erasures else 0
    typer.echo(f"{counted(len(manifest.files), 'file')} restored from {file}, made {manifest.made}")
    if again:
        typer.echo(f"erasures made since, and now again: {again:,}")


@db.command()
def erasures(database: Database = None) -> None:
    """Tell the erasures of personal data (where, never what), for backups made before them to obey."""
    with opened(database):
        from musnad.record.erasure import told

        for line in told():
            typer.echo(line)


@db.command()
def check(
    database: Database = None,
    head: Annotated[
        str | None, typer.Option(help="A chain head that an earlier check told; it must still be there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the history's chain, the texts' hashes and how the tables fit together."""
    with opened(database):
        from musnad.record.check import check as checked
        from musnad.record.upgrade import pending

        if names := pending():
            typer.echo(f"musnad: the record lacks {', '.join(names)}: run `musnad db upgrade`", err=True)
            raise typer.Exit(NOTHING_READ)
        found = checked(head)
    _tell(found, as_json)
    raise typer.Exit(SOME_NOT_READ if found.faults else 0)


def _tell(found: "Checked", as_json: bool) -> None:
    if as_json:
        return print_json(found)
    for fault in found.faults:
        typer.echo(fault)
    counts = (counted(found.revisions, "revision"), counted(found.events, "event"), counted(found.claims, "claim"))
    told = counted(len(found.faults), "fault") if found.faults else "all as it was written"
    typer.echo(f"{', '.join(counts)}: {told}")
    typer.echo(f"head of the chain: {found.head}")


@contextmanager
def _files() -> Iterator[None]:
    """A file that cannot be read or written is told in one line."""
    try:
        yield
    except OSError as error:
        raise RecordError(f"{error.filename or ''}: {error.strerror or error}") from None
