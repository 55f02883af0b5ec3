"""`musnad geocode`: the places of any text, each with its point."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import msgspec
import typer

from musnad.cli.gazetteer import label_of_kind, label_of_precision
from musnad.cli.read import NOTHING_READ, SOME_NOT_READ, Language, known_country, named_errors, opened
from musnad.cli.terminal import Terminal, harmless
from musnad.cli.writers import named_where_full
from musnad.data import load_yaml

if TYPE_CHECKING:
    from musnad.resolve.geocode import Geocoded


class TaggerName(StrEnum):
    """What finds the mentions."""

    AUTO = "auto"
    TRAINED = "trained"
    LEXICON = "lexicon"


class _Line(msgspec.Struct):
    """A line to geocode; `published` is taken and not yet used."""

    id: str | int
    text: str
    country: str | None = None
    published: str | None = None


class _Answer(msgspec.Struct):
    """What is found in a line."""

    id: str | int
    mentions: "list[Geocoded]"


Text = Annotated[str | None, typer.Argument(metavar="[TEXT]", help="A text in Arabic; - for standard input.")]
Lines = Annotated[
    str | None,
    typer.Option("--jsonl", metavar="FILE", help="Lines of JSON with id and text, and country if known; - for stdin."),
]
AuthorCountry = Annotated[
    str | None, typer.Option(help="Country of the outlet or author (ISO 3166-1, two letters), which weighs a little.")
]
TaggerOption = Annotated[
    TaggerName,
    typer.Option(
        help="What finds the mentions: names and head nouns, or weights trained on posts; auto takes these for posts."
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", dir_okay=False, help="Write to this file.")]
LabelLanguage = Annotated[Language, typer.Option(help="Language of the labels.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the mentions of TEXT as JSON.")]


def geocode(
    text: Text = None,
    jsonl: Lines = None,
    country: AuthorCountry = None,
    tagger: TaggerOption = TaggerName.AUTO,
    output: Output = None,
    lang: LabelLanguage = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Find the places that a text names, and where they are; what cannot be placed is said to be so.

    With --jsonl a line is written for each line read. The exit status is 0, 1 where lines could not be read, 2 where
    none could.
    """
    from musnad.resolve.geocode import geocode as found_in

    wanted = known_country(country)
    if (text is None) == (jsonl is None):
        raise typer.BadParameter("give one of TEXT and --jsonl", param_hint="TEXT")
    if jsonl is not None:
        raise typer.Exit(_geocode_lines(jsonl, output, wanted, tagger))
    mentions = found_in(_stdin() if text == "-" else text or "", wanted, tagger.value)
    with named_where_full(output), opened(output) as stream:
        if as_json:
            stream.write(msgspec.json.format(msgspec.json.encode(mentions), indent=2).decode() + "\n")
        else:
            stream.writelines(f"{line}\n" for line in _told(mentions, lang.value, Terminal.of(stream)))


def _stdin() -> str:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def _geocode_lines(name: str, output: Path | None, country: str | None, tagger: TaggerName) -> int:
    from musnad.resolve.geocode import geocode as found_in

    good = bad = 0
    with _input(name, output) as lines, named_errors(), named_where_full(output), opened(output) as stream:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                line = _read(raw)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                bad += 1
                typer.echo(f"musnad: {name}, line {number}: {error}", err=True)
                continue
            good += 1
            answer = _Answer(line.id, found_in(line.text, line.country or country, tagger.value))
            stream.write(msgspec.json.encode(answer).decode() + "\n")
    return 0 if not bad else SOME_NOT_READ if good else NOTHING_READ


def _read(raw: bytes) -> _Line:
    """A line; raises `msgspec.ValidationError` for a country that there is not."""
    from musnad.registry.places import country_names

    line = msgspec.json.decode(raw, type=_Line)
    line.country = line.country and line.country.upper()
    if line.country and line.country not in country_names():
        raise msgspec.ValidationError(f"{line.country!r} is no country's two-letter code - at `$.country`")
    return line


def _input(name: str, output: Path | None) -> "AbstractContextManager[BinaryIO]":
    """The lines to read, opened before the output is: that must be another file."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    if output is not None and output.exists() and Path(name).exists() and output.samefile(name):
        raise typer.BadParameter(f"{output} is the file to read", param_hint="--output")
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise typer.BadParameter(f"cannot read {name}: {error.strerror}", param_hint="--jsonl") from None


def _told(mentions: "list[Geocoded]", language: str, terminal: Terminal) -> Iterator[str]:
    """Two lines a mention: its words and what they mean; where that is, why, and what else they could mean."""
    words = {name: labels[language] for name, labels in load_yaml("musnad.cli", "geocode.yaml").items()}
    if not mentions:
        yield words["none"]
    for mention in mentions:
        name = terminal.isolate(harmless(mention.name))
        yield f"{terminal.bold(terminal.isolate(harmless(mention.text)))}  →  {name}"
        yield f"  {words['comma'].join(_facts(mention, words, language, terminal))}"
        if mention.runners_up:
            others = (f"{other.name} ({other.admin1 or other.country})" for other in mention.runners_up)
            listed = words["comma"].join(terminal.isolate(harmless(other)) for other in others)
            yield terminal.dim(f"  {words['not']} {listed}")


def _facts(mention: "Geocoded", words: dict[str, str], language: str, terminal: Terminal) -> Iterator[str]:
    if mention.kind:
        yield terminal.isolate(label_of_kind(mention.kind, language))
    units = filter(None, (mention.admin1, mention.country))
    yield from (terminal.isolate(harmless(unit)) for unit in units)
    if mention.lat is None or mention.lon is None or mention.precision is None:
        yield words["unplaced"]
        return
    precision = label_of_precision(mention.precision, language)
    yield terminal.isolate(f"{mention.lat:.3f}, {mention.lon:.3f} ({precision})")
    yield words["by parent" if mention.method != "gazetteer" else "by name"]
