"""`musnad record`: articles come into the record, events are looked up, and editors' decisions are written down."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from musnad.cli.db import Database, opened
from musnad.cli.kept import HERE, AsJson
from musnad.cli.read import SOME_NOT_READ, Language, counted
from musnad.cli.terminal import harmless
from musnad.errors import RecordError

if TYPE_CHECKING:
    from musnad.ingest.files import Incoming
    from musnad.record.drawing import Arrival
    from musnad.record.history import Author
    from musnad.record.models import Event

record = typer.Typer(help="Bring articles into the record, look events up, and decide on them.", no_args_is_help=True)

AT_ONCE = 20
"""Articles that come in together, so that a run that is stopped loses little."""
MANY = 500
"""Articles that a bulk load brings in together."""
Id = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id (ev-…); one that was merged leads on.")]
By = Annotated[str, typer.Option("--by", envvar="MUSNAD_EDITOR", help="Who decides (or MUSNAD_EDITOR).")]
Why = Annotated[str, typer.Option("--why", help="The reason, which the history keeps.")]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Articles read at once; 0 for one a core.")]


@record.command()
def add(
    readings: Annotated[
        list[Path] | None,
        typer.Argument(metavar="READINGS", help="Readings as `musnad read --format jsonl` writes them."),
    ] = None,
    store: Annotated[Path, typer.Option(help="The store of articles that `musnad ingest` filled.")] = HERE,
    database: Database = None,
    jobs: Jobs = 1,
    bulk: Annotated[
        bool, typer.Option("--bulk", help="For very many READINGS: load all first, then group them into events.")
    ] = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="The texts were composed for testing and report no fact.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the articles of the store that the record lacks, or take READINGS, and group what they tell into events.

    What stands in the record already is left alone; a run that was stopped goes on where it was.
    """
    with opened(database):
        from musnad.cli.jobs import cores
        from musnad.record.arrivals import Added, add, machine
        from musnad.record.bulk import load_all
        from musnad.record.grouping import group_waiting
        from musnad.record.rows import batches
        from musnad.record.upgrade import upgrade

        upgrade()
        found = _given(readings, sample) if readings else _stored(store, jobs, sample)
        told, missed = Added(), list[str]()
        some = batches(_arrivals(found, missed), MANY if bulk else AT_ONCE)
        for added in load_all(some, jobs or cores()) if bulk else map(add, some):
            _count(told, added)
        group_waiting(machine())
    _tell_added(told, as_json)
    raise typer.Exit(SOME_NOT_READ if missed else 0)


def _arrivals(found: Iterable["Arrival | str"], missed: list[str]) -> Iterator["Arrival"]:
    """What can come in; the rest is put to what was missed."""
    for one in found:
        if isinstance(one, str):
            missed.append(one)
        else:
            yield one


def _count(told: Any, more: Any) -> None:
    for name in more.__struct_fields__:
        setattr(told, name, getattr(told, name) + getattr(more, name))


def _tell_added(told: Any, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode(told).decode())
        return
    counts = ", ".join(counted(getattr(told, name), name.removesuffix("s")) for name in told.__struct_fields__)
    typer.echo(f"new in the record: {counts}")


def _given(paths: list[Path], sample: bool) -> Iterator["Arrival | str"]:
    """Readings from files; a line that is none is told and passed over."""
    from musnad.schema import Article, Reading

    for path in paths:
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise RecordError(f"{path}: {error.strerror}") from None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                reading = msgspec.json.decode(line, type=Reading)
                names = ("id", "text", "title", "outlet", "url", "language", "published")
                article = Article(**{name: getattr(reading, name) for name in names})
            except (msgspec.MsgspecError, ValueError) as error:
                yield _missed(f"{path}:{number}: no reading: {error}")
                continue
            yield _arrival(article, reading, None, sample)


def _missed(message: str) -> str:
    typer.echo(f"musnad: {message}", err=True)
    return message


def _arrival(article: Any, reading: Any, original: str | None, sample: bool) -> "Arrival":
    from musnad.record.drawing import Arrival

    return Arrival(article, reading, original, sample)


def _stored(folder: Path, jobs: int, sample: bool) -> Iterator["Arrival | str"]:
    """The articles of a store that were not read by this reader yet, read."""
    from musnad.cli.jobs import Finished, cores, readers
    from musnad.ingest.store.folder import StoreView
    from musnad.record.arrivals import Originals

    originals = Originals()
    with StoreView.of(folder) as store, readers(jobs or cores()) as read:
        for _, result in read.in_order(enumerate(_unread(store))):
            if isinstance(result, Finished):
                article = result.item.article
                yield _arrival(article, result.reading, originals.of(article.id, store.family(article.id)), sample)
            elif result is not None:
                yield _missed(f"{result.path}: {result.message}")


def _unread(store: Any) -> Iterator["Incoming"]:
    from musnad.ingest.files import Incoming
    from musnad.record.arrivals import is_read

    for version in store.articles():
        if not is_read(version.article):
            yield Incoming(article=version.article, path=version.origin.address)


@record.command()
def events(
    filters: Annotated[
        list[str] | None, typer.Argument(metavar="FILTER", help="type= actor= place= near= from= to= weapon= grade= …")
    ] = None,
    database: Database = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to list at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List events, the latest first, whatever their state."""
    with opened(database):
        from musnad.record.query import select

        told = dict(_filter(one) for one in filters or ())
        for event in select(told)[:most]:
            typer.echo(event.document if as_json else harmless(_line(event)))


def _filter(told: str) -> tuple[str, str]:
    field, equals, value = told.partition("=")
    if not equals:
        raise RecordError(f"{told!r} is no filter: write FIELD=VALUE")
    return field, value


def _line(event: "Event") -> str:
    when = "undated" if event.start is None else event.start.isoformat()
    if event.end and event.end != event.start:
        when += f"…{event.end.isoformat()}"
    killed = "" if event.killed is None else f", {event.killed} killed"
    place = event.place_name or event.country or "no place"
    reports = counted(event.reports, "report")
    return f"{event.id}  {when}  {event.sub_event_type}, {place}{killed} ({reports}, {event.grade}, {event.state})"


@record.command()
def show(
    key: Id,
    database: Database = None,
    public: Annotated[bool, typer.Option("--public", help="As it leaves the record, in JSON.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show an event: its values, each with the rule that chose it, and its claims side by side."""
    with opened(database):
        from musnad.record.editing import event
        from musnad.record.publication import as_published

        found = event(key)
        if public:
            typer.echo(msgspec.json.encode(as_published(found)).decode())
            return
        if as_json:
            typer.echo(found.document)
            return
        if found.id != key:
            typer.echo(f"{key} leads to {found.id}")
        typer.echo(harmless(_line(found)))
        for claim in found.claims.filter(standing=True).order_by("number").select_related("article__outlet"):
            quote = msgspec.json.decode(claim.document)["mentions"][0]["quote"]
            typer.echo(harmless(f"  {claim.name}  {claim.article.outlet.name}: {quote}"))


@record.command()
def why(
    first: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as `musnad record show` tells it.")],
    second: Annotated[str, typer.Argument(metavar="CLAIM", help="Another one.")],
    database: Database = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the reasons.")] = Language.EN,
) -> None:
    """Tell what speaks for and against two claims being one event, in words and log-odds."""
    with opened(database):
        from musnad.record.explain import between

        total = 0.0
        for reason in between(first, second):
            total += reason.weight
            words = reason.words[lang.value]
            typer.echo(harmless(f"{reason.weight:+6.2f}  {words}"))
        typer.echo(f"{total:+6.2f}")


@record.command()
def history(
    key: Annotated[str, typer.Argument(metavar="ID", help="An event's or article's id.")], database: Database = None
) -> None:
    """Tell every change to an event or an article: who, when, why, from, to."""
    with opened(database):
        from musnad.record.history import of

        for revision, changes in of(key):
            reason = f": {revision.why}" if revision.why else ""
            typer.echo(
                harmless(f"{revision.number}  {revision.at:%Y-%m-%d %H:%M}Z  {revision.act}  {revision.who}{reason}")
            )
            for change in changes:
                values = "erased" if change.salt is None else f"{change.before or '-'} → {change.after or '-'}"
                typer.echo(harmless(f"    {change.field}: {values}"))


@record.command()
def withdrawals(database: Database = None) -> None:
    """List the events that were withdrawn: when, by whom, and why."""
    with opened(database):
        from musnad.record.history import withdrawals as listed

        for key, revision in listed():
            reason = f": {revision.why}" if revision.why else ""
            typer.echo(harmless(f"{key}  {revision.at:%Y-%m-%d %H:%M}Z  {revision.who}{reason}"))


@record.command()
def merge(
    keys: Annotated[list[str], typer.Argument(metavar="EVENT...", help="Events that are one.")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Have events be one; the oldest id survives, the others lead to it."""
    with opened(database):
        from musnad.record import editing

        typer.echo(editing.merge(keys, _author(by, why)).id)


@record.command()
def split(
    key: Id,
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims that tell of another event.")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Have some claims of an event be another event; the greater part keeps the id."""
    with opened(database):
        from musnad.record import editing

        typer.echo(editing.split(key, claims, _author(by, why)).id)


@record.command()
def pin(
    key: Id,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="place, date, sub_event_type, casualties.killed…")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its value in JSON; null gives it back to the claims.")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Set a value of an event by hand; the claims' own stay beside it."""
    with opened(database):
        from musnad.record import editing

        try:
            held = json.loads(value)
        except ValueError:
            held = value
        typer.echo(editing.pin(key, {field: held}, _author(by, why)).id)


@record.command()
def state(
    key: Id,
    to: Annotated[str, typer.Argument(metavar="STATE", help="draft, machine, reviewed, withheld or withdrawn.")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Publish an event, hold it back, or withdraw it."""
    with opened(database):
        from musnad.record import editing

        typer.echo(editing.set_state(key, to, _author(by, why)).id)


@record.command()
def withhold(
    key: Id,
    rules: Annotated[str, typer.Argument(metavar="RULES", help="A JSON list of rules (docs/record/withholding.md).")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Set what of an event is coarsened or left out wherever it leaves the record; [] takes it back."""
    with opened(database):
        from musnad.record import editing

        try:
            held = json.loads(rules)
        except ValueError as error:
            raise RecordError(f"RULES: no JSON: {error}") from None
        if not isinstance(held, list):
            raise RecordError("RULES: no list of rules")
        typer.echo(editing.withhold(key, held, _author(by, why)).id)


@record.command()
def retract(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id (ar-…).")],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Have the claims of an article no longer count; the article stays."""
    with opened(database):
        from musnad.record import editing

        editing.retract(article, _author(by, why))


@record.command()
def undo(
    revision: Annotated[
        int, typer.Argument(metavar="REVISION", help="Its number, as `musnad record history` tells it.")
    ],
    by: By,
    why: Why = "",
    database: Database = None,
) -> None:
    """Take back what was decided in a revision, unless it was decided otherwise since."""
    with opened(database):
        from musnad.record import editing

        typer.echo(f"undone by revision {editing.undo(revision, _author(by, why)).number}")


@record.command()
def erase(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="A name or other words of a person, in any spelling.")],
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason; the tombstone tells it.")],
    authority: Annotated[str, typer.Option("--authority", help="Who ordered or asked for it.")],
    database: Database = None,
) -> None:
    """Erase personal data wherever the record holds it; a tombstone stays, and the history still verifies."""
    with opened(database):
        from musnad.record import erasure

        for one in erasure.erase(words, _author(by, why), authority):
            typer.echo(f"{one.kind} {one.subject}: {one.field}")


def _author(by: str, why: str) -> "Author":
    from musnad.record.history import Author

    return Author(by, why)
