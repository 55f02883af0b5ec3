"""`musnad ingest`: articles in, with the bytes that they were read from; and what is kept, looked at."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import typer
from typer.core import TyperGroup

from musnad.cli import kept
from musnad.cli.kept import HERE, AsJson, Store, print_json, store_errors
from musnad.cli.read import NOTHING_READ, SOME_NOT_READ, Country, checked_date, counted, known_country
from musnad.cli.terminal import harmless
from musnad.errors import MusnadError

if TYPE_CHECKING:
    from collections.abc import Callable

    from musnad.ingest.fetch import Policy
    from musnad.ingest.outlets import Outlet
    from musnad.ingest.plan import Call
    from musnad.ingest.report import Report
    from musnad.ingest.run import Options, Run
    from musnad.ingest.sources.base import Hints
    from musnad.ingest.store.base import Stamp

INTERRUPTED = 130
Made = TypeVar("Made")
TOLD = 20
"""Misses that are told one by one on standard error; all of them stand in the ledger and, up to 1,000, in --json."""


class _RunsByDefault(TyperGroup):
    """`musnad ingest PATH` is `musnad ingest run PATH`: the verb comes first only where another one is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["run", *args]
        return super().parse_args(ctx, args)


ingest = typer.Typer(
    cls=_RunsByDefault,
    help="Bring articles in from files, pages, feeds, archives and channels, and keep the bytes as evidence.",
    no_args_is_help=True,
)

Targets = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH|URL", help="Files, folders, - for stdin; a page, feed, sitemap or home page."),
]
Sources = Annotated[
    Path | None, typer.Option(dir_okay=False, help="A sources file (YAML) with the outlets to poll: see docs/ingest.")
]
Since = Annotated[
    str | None, typer.Option(help="Leave out what was published before: 2d, 36h, 3w, or a date such as 2024-02-05.")
]
Published = Annotated[str | None, typer.Option(help="Date (ISO 8601) of the articles that do not give one themselves.")]
OutletName = Annotated[str, typer.Option("--outlet", help="Outlet of all articles named here.")]
TitleLine = Annotated[bool, typer.Option("--title-line", help="The first line of plain text is the title.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Column of a table that holds a field: text=Body."),
]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook; the first where it is left out.")]
Channel = Annotated[
    str | None, typer.Option(help="Public name of the channel of a Telegram export: t.me/NAME, which exports lack.")
]
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How to read dates of tables and chats such as 03/04/2024."),
]
KeepSenders = Annotated[
    bool, typer.Option("--keep-senders", help="Keep the names and numbers of who wrote in a WhatsApp chat.")
]
Refresh = Annotated[bool, typer.Option("--refresh", help="Look again at known pages; a changed one is a new version.")]
Fast = Annotated[bool, typer.Option("--fast", help="The quick extractor: less exact, for archives of many pages.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Addresses taken of each feed or sitemap at most.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Sources that are gone through side by side.")]
Delay = Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one host.")]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(help="Host (or HOST:PORT) that may be fetched from although it is local or its port unusual."),
]
Proxy = Annotated[str | None, typer.Option(help="HTTP proxy through which all is fetched.")]
Contact = Annotated[
    str, typer.Option(envvar="MUSNAD_CONTACT", help="Address of yours that the User-Agent shows to the outlets.")
]
Timestamp = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Have a timestamp authority (RFC 3161) sign what is kept."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; misses are named.")]


@ingest.command("run")
def run(
    targets: Targets = None,
    store: Store = HERE,
    sources: Sources = None,
    since: Since = None,
    published: Published = None,
    outlet: OutletName = "",
    country: Country = None,
    title_line: TitleLine = False,
    column: Columns = None,
    sheet: Sheet = None,
    channel: Channel = None,
    day_first: DayFirst = None,
    keep_senders: KeepSenders = False,
    refresh: Refresh = False,
    fast: Fast = False,
    limit: Limit = None,
    workers: Workers = 8,
    delay: Delay = 2.0,
    allow_host: AllowHost = None,
    proxy: Proxy = None,
    contact: Contact = "",
    timestamp: Timestamp = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Bring articles in (the verb `run` may be left out). A run can be stopped at any time, and taken up again.

    The exit status is 0 where all went well, 1 where some items could not be taken, 2 where none could.
    """
    from musnad.ingest import plan
    from musnad.ingest.fetch import Policy
    from musnad.ingest.plan import Call
    from musnad.ingest.run import Options
    from musnad.ingest.since import parse
    from musnad.ingest.sources.files import FileOptions

    if not targets and sources is None:
        raise typer.BadParameter("name files, folders or addresses, or a sources file with --sources")
    call = Call(
        named=tuple(targets or ()),
        outlets=_outlets(sources),
        operator=_operator(outlet, country, published),
        since=None if since is None else _usage("--since", lambda: parse(since)),
        refresh=refresh,
        files=FileOptions(
            title_line=title_line,
            columns=_columns(column or []) or None,
            sheet=sheet,
            keep_senders=keep_senders,
            day_first=day_first,
            channel=channel,
        ),
    )
    policy = Policy(allow_hosts=frozenset(allow_host or ()), proxy=proxy, contact=contact, delay=delay)
    options = Options(since=call.since, refresh=refresh, fast=fast, workers=workers, limit=limit)
    with store_errors():
        report = _done(call, store, plan.policy(policy, call), options, timestamp, quiet or as_json)
    _tell(report, as_json, quiet)
    raise typer.Exit(_status(report))


def _outlets(path: Path | None) -> "tuple[Outlet, ...]":
    from musnad.ingest.outlets import outlets

    with store_errors():
        return () if path is None else tuple(outlets(path))


def _operator(outlet: str, country: str | None, published: str | None) -> "Hints":
    """What the call says of all articles that it names."""
    from musnad.ingest.sources.base import Hints

    return Hints(outlet=outlet, country=known_country(country), published=checked_date(published))


def _columns(written: list[str]) -> dict[str, str]:
    """The columns of a table by the field that they hold."""
    from musnad.ingest.records import Record

    columns = {field: name for field, _, name in (one.partition("=") for one in written)}
    for field, name in columns.items():
        if field not in Record.__struct_fields__ or not name:
            raise typer.BadParameter(f"{field}={name}: write FIELD=NAME, such as text=Body", param_hint="--column")
    return columns


def _usage(option: str, made: "Callable[[], Made]") -> "Made":
    """What `made` gives; where it refuses what was written, a usage error that names the option."""
    try:
        return made()
    except (MusnadError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def _stamp(url: str | None, proxy: str | None) -> "Stamp | None":
    from musnad.ingest.store.timestamps import Timestamper, over_http

    return None if url is None else Timestamper(url, over_http(proxy=proxy)).stamp


def _done(
    call: "Call", folder: Path, policy: "Policy", options: "Options", timestamp: str | None, quiet: bool
) -> "Report":
    from musnad.ingest.fetch import Fetcher
    from musnad.ingest.plan import sources
    from musnad.ingest.run import Run
    from musnad.ingest.store.folder import FolderStore

    stamp = _stamp(timestamp, policy.proxy)
    with Fetcher(policy) as fetch, FolderStore(folder, stamp) as store, _watched(quiet) as watch:
        run = Run(store, fetch, options, watch)
        with _stopped_by_signals(run):
            return run.take(sources(call, fetch, store.ledger), str(folder))


@contextmanager
def _stopped_by_signals(run: "Run") -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) ends the run when what is fetched is written down, the second at once."""

    def stop(number: int, frame: object) -> None:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        run.stop()

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


@contextmanager
def _watched(quiet: bool) -> "Iterator[Callable[[Report], None]]":
    """A line on standard error with counts and the rate, where someone watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda report: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("looking", total=None)
        yield lambda report: bar.update(task, description=_so_far(report))


def _so_far(report: "Report") -> str:
    done = sum(report.states.values()) + report.known + report.older
    rate = done / report.seconds if report.seconds else 0.0
    counts = {"articles": report.articles, "new versions": report.versions, "missed": report.bad}
    return (
        f"{done:,} addresses, " + ", ".join(f"{name}: {count:,}" for name, count in counts.items()) + f", {rate:.1f}/s"
    )


def _tell(report: "Report", as_json: bool, quiet: bool) -> None:
    for miss in report.misses[: report.bad if quiet else TOLD]:
        typer.echo(f"musnad: {harmless(miss.address)}: {miss.state.value}: {harmless(miss.reason)}", err=True)
    if not quiet and report.bad > TOLD:
        typer.echo(f"musnad: {report.bad - TOLD:,} more misses: musnad ingest ledger --bad", err=True)
    if as_json:
        told = msgspec.to_builtins(report) | {"states": report.states, "known": report.known, "older": report.older}
        print_json(told)
    elif not quiet:
        for line in _summary(report):
            typer.echo(line)


def _summary(report: "Report") -> Iterator[str]:
    new = f" and {counted(report.versions, 'new version')}" if report.versions else ""
    copies = f"; copies of other articles among them: {report.copies:,}" if report.copies else ""
    yield f"{counted(report.articles, 'article')}{new} kept in {report.store}{copies}"
    counts = {**report.states, "known already": report.known, "older than asked for": report.older}
    for name, count in counts.items():
        if count:
            yield f"  {name}: {count:,}"
    for source in report.sources:
        for reason, count in source.left_out.items():
            yield f"  left out of {harmless(source.address)}: {count:,} {reason}"
    if report.interrupted:
        yield "  stopped before the end: the same call goes on from here"


def _status(report: "Report") -> int:
    if report.interrupted:
        return INTERRUPTED
    if not report.bad:
        return 0
    some = report.articles or report.versions or report.known or report.states.get("unchanged")
    return SOME_NOT_READ if some else NOTHING_READ


for verb in (kept.verify, kept.articles, kept.ledger, kept.versions, kept.diff, kept.copies):
    ingest.command(verb.__name__)(verb)
