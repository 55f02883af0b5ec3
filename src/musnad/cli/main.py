"""The command `musnad`: one thin command a verb.

Commands import what they need when they run, so that `musnad read` of one small file starts fast.
"""

from typing import Annotated

import typer

from musnad.cli.actors import actors
from musnad.cli.db import db
from musnad.cli.doctor import doctor
from musnad.cli.evaluate import evaluate
from musnad.cli.gazetteer import check_further_tables, gazetteer
from musnad.cli.geocode import geocode
from musnad.cli.ingest import ingest
from musnad.cli.read import read
from musnad.cli.record import record
from musnad.cli.schema import schema
from musnad.version import READER_VERSION, SCHEMA_VERSION, __version__

app = typer.Typer(
    name="musnad",
    help="Reads Arabic conflict news into a sourced record: what happened, where, when, to whom, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(read)
app.command()(geocode)
app.command()(schema)
app.command()(doctor)
app.add_typer(ingest, name="ingest")
app.add_typer(record, name="record")
app.add_typer(db, name="db")
app.add_typer(evaluate, name="evaluate")
app.add_typer(actors, name="actors")
app.add_typer(gazetteer, name="gazetteer")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"musnad {__version__} (reader {READER_VERSION}, schema {SCHEMA_VERSION})")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Reads Arabic conflict news into a sourced record."""
    check_further_tables(context.invoked_subcommand)
