"""`musnad read`: articles in, readings out."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from musnad.errors import MusnadError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from musnad.cli.jobs import Chosen, Met, Result
    from musnad.cli.progress import Step
    from musnad.cli.writers import Writer
    from musnad.ingest.files import Incoming, Source
    from musnad.ingest.records import Defaults
    from musnad.ingest.sources.base import Unreadable
    from musnad.schema import Problem, Reading

NOTHING_READ, SOME_NOT_READ = 2, 1
MAX_NOTES = 3


class Format(StrEnum):
    """How readings are written."""

    TABLE = "table"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"


WITH_NOTES = (Format.JSON, Format.JSONL)
"""The formats beside which notes go to standard error; the others show them to their reader themselves."""


class Language(StrEnum):
    """The language of the labels in the table and the page."""

    EN = "en"
    AR = "ar"


class Reader(StrEnum):
    """What reads."""

    BOTH = "both"
    MODEL = "model"
    LEXICON = "lexicon"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", help="Files (text, pages, JSON, tables, .docx, .pdf, exported chats), folders, or - for stdin."
    ),
]
Published = Annotated[str | None, typer.Option(help="Date (ISO 8601) of the articles that do not give one themselves.")]
TitleLine = Annotated[bool, typer.Option("--title-line", help="The first line of plain text is the title.")]
Outlet = Annotated[str, typer.Option(help="Outlet of the articles that do not name one.")]
Country = Annotated[str | None, typer.Option(help="Country of the outlet (ISO 3166-1, two letters) where not given.")]
OutputForm = Annotated[Format, typer.Option("--format", help="What is written.")]
LabelLanguage = Annotated[Language, typer.Option(help="Language of the labels in the table and the page.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", dir_okay=False, help="Write to this file.")]
Jobs = Annotated[int, typer.Option(min=0, help="Processes that read side by side; 0 for one a core.")]
ReaderOption = Annotated[
    Reader | None, typer.Option("--reader", help="Encoder and lexicon together (the default), or one of them alone.")
]
Threads = Annotated[int, typer.Option(min=0, help="Threads of the encoder in each process; 0 for one a core.")]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        help="Tell for each value of an event its words, what chose it, how sure, and the runners-up.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, notes or summary; errors are named.")]


def read(
    paths: Paths,
    published: Published = None,
    title_line: TitleLine = False,
    outlet: Outlet = "",
    country: Country = None,
    form: OutputForm = Format.TABLE,
    lang: LabelLanguage = Language.EN,
    output: Output = None,
    jobs: Jobs = 1,
    reader: ReaderOption = None,
    threads: Threads = 0,
    explain: Explain = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and show what they say happened: where, when, to whom, and who says so.

    The exit status is 0 where all was read, 1 where some items could not be read, 2 where nothing could.
    """
    from musnad.cli.jobs import Chosen, cores
    from musnad.cli.progress import progress
    from musnad.cli.writers import named_where_full, writer
    from musnad.ingest.files import sources
    from musnad.ingest.records import Defaults

    if explain and form is Format.HTML:
        raise typer.BadParameter(
            "the page shows no explanations yet: use --format table or json", param_hint="--explain"
        )
    defaults = Defaults(checked_date(published), outlet, known_country(country), title_line)
    found = list(sources(paths))
    _keep_apart(output, found)
    with named_where_full(output), opened(output) as stream, progress(found, stream, quiet) as step:
        chosen = Chosen(reader.value if reader else None, threads, explain)
        run = _Run(writer(form.value, lang.value, stream), notes=not quiet and form in WITH_NOTES)
        run.read_all(found, defaults, step, jobs or cores(), chosen)
    if not quiet and run.articles + run.failures > 1:
        typer.echo(run.summary(), err=True)
    raise typer.Exit(run.status)


class _Run:
    """One run over many files: reads, writes, names what could not be read, and counts."""

    def __init__(self, writer: "Writer", *, notes: bool) -> None:
        self.writer, self.notes = writer, notes
        self.articles = self.events = self.failures = 0
        self.noted: Counter[str] = Counter()
        self.ids: set[str] = set()

    def read_all(
        self,
        found: "list[Source | Unreadable]",
        defaults: "Defaults",
        step: "Step",
        jobs: int = 1,
        chosen: "Chosen | None" = None,
    ) -> None:
        """Read every article of every file, in order; `step` is called after each article and each file."""
        from musnad.cli.jobs import DEFAULT, readers

        with self.writer, readers(jobs, chosen or DEFAULT) as read:
            for done, result in read.in_order(_met(found, defaults)):
                self._take(result)
                step(done, self.articles + self.failures)

    def _take(self, result: "Result") -> None:
        from musnad.ingest.sources.base import Unreadable

        if isinstance(result, Unreadable):
            self.failures += 1
            typer.echo(f"musnad: {result}", err=True)
        elif result is not None:
            self._write(*result)

    def _write(self, item: "Incoming", reading: "Reading") -> None:
        reading.problems = [*item.problems, *self._amiss(item), *reading.problems]
        self.writer.write(reading)
        self.articles += 1
        self.events += len(reading.events)
        if self.notes:
            for problem in reading.problems:
                self._note(item, problem)

    def _amiss(self, item: "Incoming") -> "Iterator[Problem]":
        """What can only be told beside the other articles, or beside the countries that Musnad knows."""
        from musnad.schema import Problem

        article = item.article
        if article.id in self.ids:
            yield Problem(code="duplicate id", message=f"duplicate id: {article.id!r} is also an earlier article's")
        self.ids.add(article.id)
        if article.country is not None and not _known(article.country):
            yield Problem(code="unknown country", message=f"country: {article.country!r} is no country's code")

    def _note(self, item: "Incoming", problem: "Problem") -> None:
        """Tell what is amiss, in full for the first few articles with the same problem."""
        self.noted[problem.code] += 1
        if self.noted[problem.code] <= MAX_NOTES:
            line = "" if item.line is None else f"{item.line}:"
            typer.echo(f"musnad: {item.path}:{line} note: {problem.message}", err=True)

    @property
    def status(self) -> int:
        """The exit status."""
        if self.failures:
            return SOME_NOT_READ if self.articles else NOTHING_READ
        return 0

    def summary(self) -> str:
        """One line on what was done."""
        counts = {"articles read": self.articles, "not read": self.failures, "events": self.events, **self.noted}
        return "musnad: " + ", ".join(f"{name}: {count}" for name, count in counts.items())


def _met(found: "list[Source | Unreadable]", defaults: "Defaults") -> "Iterator[tuple[int, Met]]":
    """Each item of each file with the number of files done before it, and None with one more as each file ends."""
    from musnad.ingest.files import articles_of
    from musnad.ingest.sources.base import Unreadable

    for done, source in enumerate(found):
        for item in [source] if isinstance(source, Unreadable) else articles_of(source, defaults):
            yield done, item
        yield done + 1, None


def checked_date(written: str | None) -> str | None:
    """A date of publication in ISO 8601; a usage error where it is none."""
    from musnad.ingest.dates import iso_date

    date = iso_date(written)
    if written is not None and date is None:
        raise typer.BadParameter(f"{written!r} is no ISO 8601 date, such as 2024-02-05", param_hint="--published")
    return date


def known_country(written: str | None) -> str | None:
    """A country's two-letter code in capitals; a usage error where there is no such country."""
    if written is not None and not _known(written.upper()):
        raise typer.BadParameter(f"{written!r} is no country's two-letter code, such as SY", param_hint="--country")
    return written and written.upper()


def _known(country: str) -> bool:
    from musnad.registry.places import country_names

    return country in country_names()


def _keep_apart(output: Path | None, found: "list[Source | Unreadable]") -> None:
    """Refuse an output that is one of the files to read: opening it would empty it."""
    if output is not None and output.exists():
        for source in map(Path, (source.path for source in found)):
            if source.exists() and source.samefile(output):
                raise typer.BadParameter(f"{output} is one of the files to read", param_hint="--output")


def opened(output: Path | None) -> "AbstractContextManager[TextIO]":
    """The file to write to, or standard output in UTF-8 whatever the locale says."""
    if output is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        return nullcontext(sys.stdout)
    try:
        return output.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {output}: {error.strerror}", param_hint="--output") from None


@contextmanager
def named_errors() -> Iterator[None]:
    """Name what Musnad raises on purpose, and leave with `NOTHING_READ`."""
    try:
        yield
    except MusnadError as error:
        typer.echo(f"musnad: {error}", err=True)
        raise typer.Exit(NOTHING_READ) from None


def counted(number: int, name: str) -> str:
    """A number of things, in English: `1 article`, `2 articles`."""
    return f"{number:,} {name}" + ("" if number == 1 else "s")
