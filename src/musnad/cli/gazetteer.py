"""`musnad gazetteer`: build tables of places from public data, and search them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from musnad.cli.read import NOTHING_READ, SOME_NOT_READ, Language, known_country, named_errors, opened
from musnad.cli.terminal import Terminal, harmless
from musnad.cli.writers import named_where_full
from musnad.data import load_yaml

if TYPE_CHECKING:
    from musnad.registry.place_search import PlaceHit
    from musnad.registry.sources.build import Table
    from musnad.registry.sources.download import Step
    from musnad.registry.sources.raw import Notes
    from musnad.schema.reading import PlacePrecision

NOT_FOUND = 1
READ_WITH_TABLES = ("read", "geocode", "evaluate")

gazetteer = typer.Typer(help="Build tables of places from public data, and search the gazetteer.", no_args_is_help=True)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="Files or folders that you downloaded; with --download SOURCE:COUNTRY, as geonames:SY."
    ),
]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder to write to, one table a licence.")]
Download = Annotated[
    bool,
    typer.Option("--download", help="Fetch what INPUT names (geonames, ocha, osm, whosonfirst) into OUT/downloads."),
]
BuildCountry = Annotated[
    str, typer.Option(help="Country (ISO 3166-1, two letters) of OpenStreetMap extracts whose name does not say it.")
]


@gazetteer.command("build")
def build(inputs: Inputs, out: Out, download: Download = False, country: BuildCountry = "") -> None:
    """Compile files of GeoNames, Who's On First, OCHA or OpenStreetMap into tables that MUSNAD_GAZETTEER can name.

    The exit status is 0 where all records were read, 1 where some could not be, 2 where nothing was written.
    """
    from musnad.registry.sources.build import build as build_tables
    from musnad.registry.sources.raw import Notes

    notes = Notes()
    with named_errors():
        paths = _fetched(inputs, out / "downloads") if download else list(map(Path, inputs))
        tables = build_tables(paths, out, country=country.upper(), notes=notes)
    _tell(tables, notes)
    if not tables:
        raise typer.Exit(NOTHING_READ)
    raise typer.Exit(SOME_NOT_READ if notes.bad_count else 0)


def _tell(tables: "list[Table]", notes: "Notes") -> None:
    for table in tables:
        typer.echo(f"{table.path}: {table.rows:,} places under {table.licence}, {table.size:,} bytes")
    for line in notes.bad:
        typer.echo(f"musnad: {line}", err=True)
    if notes.bad_count > len(notes.bad):
        typer.echo(f"musnad: {notes.bad_count - len(notes.bad):,} more records could not be read", err=True)
    for reason, count in notes.left_out.most_common():
        typer.echo(f"musnad: left out: {count:,} {reason}", err=True)


def _fetched(inputs: list[str], folder: Path) -> list[Path]:
    """The inputs that are files, and the files of those that name a source and a country."""
    from musnad.registry.sources.download import SOURCES, download

    found: list[Path] = []
    with _progress() as step:
        for name in inputs:
            source, _, country = name.partition(":")
            if source in SOURCES and country:
                found += download(f"{source}:{country.upper()}", folder, step)
            else:
                found.append(Path(name))
    return found


@contextmanager
def _progress() -> "Iterator[Step]":
    """A bar for each address where someone watches standard error, else a line as each is fetched."""
    if not sys.stderr.isatty():
        yield _told_once
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

    columns = (*Progress.get_default_columns()[:2], DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {}

        def step(address: str, come: int, whole: int | None) -> None:
            if address not in tasks:
                tasks[address] = bar.add_task(address.rsplit("/", 1)[-1], total=whole)
            bar.update(tasks[address], completed=come)

        yield step


def _told_once(address: str, come: int, whole: int | None) -> None:
    if come == whole:
        typer.echo(f"musnad: fetched {address}, {come:,} bytes", err=True)


def check_further_tables(command: str | None) -> None:
    """Name what is amiss with the tables of MUSNAD_GAZETTEER before a command reads with them, and leave.

    Reading never fails an article: without this a table that cannot be loaded would leave all places out.
    """
    from musnad.registry.places import FURTHER, gazetteer

    if command in READ_WITH_TABLES and os.environ.get(FURTHER):
        with named_errors():
            gazetteer()


Query = Annotated[str, typer.Argument(metavar="QUERY", help="A name in Arabic or Latin letters, a p-code or an id.")]
SearchCountry = Annotated[str | None, typer.Option(help="Only places of this country (ISO 3166-1, two letters).")]
Kind = Annotated[str | None, typer.Option(help="Only places of this kind: town, village, district, airport…")]
Limit = Annotated[int, typer.Option(min=1, help="How many places to show at most.")]
LabelLanguage = Annotated[Language, typer.Option(help="Language of the labels and of the name that comes first.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the places as JSON.")]


@gazetteer.command("search")
def search(
    query: Query,
    country: SearchCountry = None,
    kind: Kind = None,
    limit: Limit = 10,
    lang: LabelLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Find places by name, however it is spelt or romanised, or by p-code; the tables of MUSNAD_GAZETTEER too.

    The exit status is 0 where a place was found, 1 where none was.
    """
    from musnad.registry.place_search import search_places

    with named_errors():
        wanted = known_country(country) or ""
        hits = search_places(query, country=wanted, kind=_kind(kind), limit=limit)
    with named_where_full(None), opened(None) as stream:
        if as_json:
            stream.write(msgspec.json.format(msgspec.json.encode(hits), indent=2).decode() + "\n")
        else:
            stream.writelines(f"{line}\n" for line in _lines(hits, lang.value, Terminal.of(stream)))
    raise typer.Exit(0 if hits else NOT_FOUND)


def _kind(written: str | None) -> str:
    if written is not None and written not in _words()["kinds"]:
        raise typer.BadParameter(f"{written!r} is none of {', '.join(_words()['kinds'])}", param_hint="--kind")
    return written or ""


def _words() -> dict[str, dict[str, dict[str, str]]]:
    words: dict[str, dict[str, dict[str, str]]] = load_yaml("musnad.cli", "gazetteer.yaml")
    return words


def _lines(hits: "list[PlaceHit]", language: str, terminal: Terminal) -> Iterator[str]:
    """Two lines a place: its names; what and where it is, and who says so."""
    own = {name: labels[language] for name, labels in _words()["words"].items()}
    if not hits:
        yield own["nothing"]
    for hit in hits:
        kind = label_of_kind(hit.kind, language)
        names = [terminal.isolate(harmless(name)) for name in (hit.name_ar, hit.name_en)]
        yield terminal.bold("  ".join(names if language == "ar" else reversed(names)))
        units = [terminal.isolate(harmless(name)) for name in dict.fromkeys(filter(None, (hit.admin2, hit.admin1)))]
        told = [terminal.isolate(kind), *units, hit.country]
        if hit.lat is not None and hit.lon is not None:
            told.append(
                terminal.isolate(f"{hit.lat:.3f}, {hit.lon:.3f} ({label_of_precision(hit.precision, language)})")
            )
        if hit.population:
            told.append(terminal.isolate(own["people"].format(hit.population)))
        codes = [code for code in (hit.pcode, hit.id, hit.source) if code]
        yield f"  {own['comma'].join(told)}  {terminal.dim(terminal.isolate(harmless(' '.join(dict.fromkeys(codes)))))}"


def label_of_kind(kind: str, language: str) -> str:
    """A kind of place in words."""
    return _words()["kinds"].get(kind, {}).get(language, kind)


def label_of_precision(code: "PlacePrecision", language: str) -> str:
    """A place precision in words."""
    from musnad.codebook import codebook

    return codebook().place_precisions[code].label("ar" if language == "ar" else "en").lower()
