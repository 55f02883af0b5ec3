"""`musnad evaluate`: how well the reader reads, against annotated articles."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from musnad.cli.writers import named_where_full
from musnad.errors import BadInputError

evaluate = typer.Typer(help="Score the reader against annotated articles.", no_args_is_help=True)


Gold = Annotated[
    list[Path], typer.Argument(exists=True, dir_okay=False, help="Files of annotated articles, one a line.")
]
Gate = Annotated[
    bool, typer.Option("--gate", help="Score the check part; fail where a figure lies under its pinned floor.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
Intervals = Annotated[bool, typer.Option("--intervals", help="Add 95 % bootstrap intervals.")]


@evaluate.command("read")
def evaluate_read(gold: Gold, gate: Gate = False, as_json: AsJson = False, intervals: Intervals = False) -> None:
    """Read the articles of GOLD, those of the check part left out, and score what the reader finds."""
    from musnad.evaluate import commands

    _leave_gate_alone(gate, as_json or intervals)
    _print_and_leave(lambda: commands.evaluate_read(gold, gate, as_json, intervals))


@evaluate.command("values")
def evaluate_values(gold: Gold, gate: Gate = False, as_json: AsJson = False) -> None:
    """Give each date, toll, weapon and place phrase of GOLD to the code that reads its value, and score that."""
    from musnad.evaluate import commands

    _leave_gate_alone(gate, as_json)
    _print_and_leave(lambda: commands.evaluate_values(gold, gate, as_json))


@evaluate.command("links")
def evaluate_links(gold: Gold, as_json: AsJson = False) -> None:
    """Link each actor and target of GOLD, those of the check part left out, to the registry, and score that."""
    from musnad.evaluate import commands

    _print_and_leave(lambda: commands.evaluate_links(gold, as_json))


@evaluate.command("robustness")
def evaluate_robustness(
    gold: Gold,
    sample: Annotated[int, typer.Option(min=1, help="How many articles to read.")] = 150,
    seed: Annotated[int, typer.Option(help="What draws the articles and the noise.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Read a sample of GOLD, those of the check part left out, as it is and without diacritics and hamzas, with other
    digits, joined lines and scanning noise, and show what each costs."""
    from musnad.evaluate import commands

    _print_and_leave(lambda: commands.evaluate_robustness(gold, sample, seed, as_json))


@evaluate.command("retrieval")
def evaluate_retrieval(gold: Gold, as_json: AsJson = False) -> None:
    """Score how early vectors find the other articles of a story among GOLD, those of the check part left out."""
    from musnad.evaluate import commands

    _print_and_leave(lambda: commands.evaluate_retrieval(gold, as_json))


@evaluate.command("pages")
def evaluate_pages(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="A folder of pages with their expected.jsonl.")
    ],
    fast: Annotated[bool, typer.Option("--fast", help="Score the fast way of reading a page.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Fail where a figure lies under its pinned floor.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read the articles out of the web pages of FOLDER, which `gold/pages/build.py` makes, and score title, dates,
    text and what stands apart from it."""
    from musnad.evaluate import commands

    _leave_gate_alone(gate, as_json)
    _print_and_leave(lambda: commands.evaluate_pages(folder, fast, gate, as_json))


@evaluate.command("copies")
def evaluate_copies(gold: Gold, as_json: AsJson = False) -> None:
    """Edit the articles of GOLD, those of the check part left out, as outlets edit agency reports; score which pairs
    are taken for copies of one report."""
    from musnad.evaluate import commands

    _print_and_leave(lambda: commands.evaluate_copies(gold, as_json))


@evaluate.command("group")
def evaluate_group(
    gold: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A file of annotated articles, one a line.")
    ],
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, writable=True, help="Write the groups here, as NAME.same.json.")
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", help="Read the articles, and group what is read of gold's events.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Group the events of GOLD that are one event told by several articles, and score that against NAME.same.json
    where it stands beside GOLD."""
    from musnad.evaluate import commands

    _print_and_leave(lambda: commands.evaluate_group(gold, out, read, as_json))


def _leave_gate_alone(gate: bool, shown: bool) -> None:
    if gate and shown:
        raise typer.BadParameter("it says pass or fail and shows no figure", param_hint="--gate")


def _print_and_leave(command: Callable[[], tuple[str, int]]) -> None:
    try:
        text, status = command()
    except BadInputError as error:
        typer.echo(f"musnad: {error}", err=True)
        raise typer.Exit(2) from None
    with named_where_full(None):
        typer.echo(text)
    raise typer.Exit(status)
