"""The verbs of `musnad ingest` that look at what is kept: verify, articles, ledger, versions, diff, copies."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from musnad.cli.read import NOTHING_READ, SOME_NOT_READ, named_errors, opened
from musnad.cli.terminal import Terminal, harmless
from musnad.cli.writers import named_where_full
from musnad.errors import StoreError

if TYPE_CHECKING:
    from musnad.ingest.store.base import Version
    from musnad.ingest.store.folder import StoreView
    from musnad.ingest.store.ledger import Visit

HERE = Path("musnad-store")

Store = Annotated[
    Path, typer.Option(envvar="MUSNAD_STORE", file_okay=False, help="Folder in which articles and bytes are kept.")
]
Roots = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="Root certificates (PEM) of a timestamp authority: timestamps are checked too."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Identifier = Annotated[str, typer.Argument(metavar="ID", help="The article's id (ar-…) or its address.")]


def verify(store: Store = HERE, roots: Roots = None, as_json: AsJson = False) -> None:
    """Hash all kept bytes again, follow the chains of the logs, and name what changed. Nothing is written.

    The exit status is 0 where all is as it was written, 1 where something is not, 2 where there is no store.
    """
    from musnad.ingest.store.timestamps import roots as certificates
    from musnad.ingest.store.verify import verify as verified

    with store_errors():
        found = verified(store, certificates(roots) if roots else None)
    if as_json:
        print_json(found)
    else:
        size = f"{found.size / 1e6:,.1f} MB"
        typer.echo(f"{found.captures:,} captures, {found.versions:,} versions, {found.blobs:,} files of bytes ({size})")
        if roots:
            typer.echo(f"{found.timestamps:,} timestamps hold")
        for fault in found.faults:
            typer.echo(f"  {fault}")
        typer.echo("all as it was written" if not found.faults else f"{len(found.faults):,} not as written")
    raise typer.Exit(SOME_NOT_READ if found.faults else 0)


def articles(store: Store = HERE) -> None:
    """Print the latest version of every article as lines of JSON: `musnad ingest articles | musnad read -`."""
    from musnad.ingest.store.folder import line_of

    with _open(store) as kept, named_where_full(None), opened(None) as stream:
        for version in kept.articles():
            stream.write(msgspec.json.encode(line_of(version)).decode() + "\n")


Bad = Annotated[bool, typer.Option("--bad", help="Only addresses whose article is not kept.")]
Address = Annotated[str | None, typer.Argument(metavar="ADDRESS", help="One address; all where it is left out.")]


def ledger(address: Address = None, store: Store = HERE, bad: Bad = False, as_json: AsJson = False) -> None:
    """Show what happened at every address, when and why."""
    from musnad.ingest.states import BAD

    with _open(store) as kept, named_where_full(None), opened(None) as stream:
        for visit in kept.ledger.visits(address):
            if not bad or visit.state in BAD:
                stream.write((msgspec.json.encode(visit).decode() if as_json else _visit_line(visit)) + "\n")


def _visit_line(visit: "Visit") -> str:
    kept = f" {visit.article} version {visit.version}" if visit.article else ""
    reason = f": {visit.reason}" if visit.reason else ""
    return f"{visit.at}  {visit.state.value:18}  {harmless(visit.address)}{kept}{harmless(reason)}"


def versions(identifier: Identifier, store: Store = HERE, as_json: AsJson = False) -> None:
    """List the versions of an article: when each was had, and the bytes that it was read from."""
    with _open(store) as kept:
        found = _versions(kept, identifier)
    if as_json:
        print_json(found)
        return
    for version in found:
        bytes_of = ", ".join(version.origin.captures)
        typer.echo(f"{version.article.id} version {version.number}, captured {version.origin.captured.isoformat()}")
        typer.echo(f"  {harmless(version.article.title)}\n  bytes: {bytes_of}")


One = Annotated[int | None, typer.Option("--from", help="The version to compare from; the one before the latest.")]
Other = Annotated[int | None, typer.Option("--to", help="The version to compare to; the latest.")]


def diff(identifier: Identifier, store: Store = HERE, one: One = None, other: Other = None) -> None:
    """Show what changed between two versions of an article, paragraph by paragraph and word by word."""
    from musnad.ingest.store.diff import changes, lines

    with _open(store) as kept:
        found = {version.number: version.article for version in _versions(kept, identifier)}
    newer = other or max(found)
    older = one or newer - 1
    for number in (older, newer):
        if number not in found:
            there = ", ".join(map(str, found))
            typer.echo(f"musnad: {identifier} has no version {number}; there are: {there}", err=True)
            raise typer.Exit(NOTHING_READ)
    with named_where_full(None), opened(None) as stream:
        colour = Terminal.of(stream).styled
        stream.writelines(f"{line}\n" for line in lines(changes(found[older], found[newer]), colour))


def copies(store: Store = HERE, as_json: AsJson = False) -> None:
    """List the reports that several outlets carry: each group is one source, however many copied it."""
    with _open(store) as kept:
        families = list(kept.families())
        titles = {version.article.id: version.article for version in kept.articles()}
    if as_json:
        print_json(families)
        return
    for family in families:
        typer.echo(f"{len(family)} copies of one report")
        for identifier in family:
            article = titles[identifier]
            typer.echo(f"  {identifier}  {harmless(article.outlet or '')}  {harmless(article.title)}")


@contextmanager
def store_errors() -> Iterator[None]:
    """What stops a run or a look into a store, in one line."""
    with named_errors():
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"the store's database: {error}") from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise StoreError(f"{where}{error.strerror or error}") from None


def print_json(told: Any) -> None:
    """Print anything as JSON."""
    with named_where_full(None), opened(None) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")


@contextmanager
def _open(folder: Path) -> "Iterator[StoreView]":
    """The store in a folder, to be looked at."""
    from musnad.ingest.store.folder import StoreView

    with store_errors(), StoreView.of(folder) as store:
        yield store


def _versions(store: "StoreView", identifier: str) -> "list[Version]":
    found: list[Version] = store.versions(identifier) or store.versions(store.id_of(identifier))
    if not found:
        typer.echo(f"musnad: {identifier}: no such article in this store", err=True)
        raise typer.Exit(NOTHING_READ)
    return found
