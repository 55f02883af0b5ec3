"""`musnad evaluate`: how well the reader reads, against annotated articles."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

evaluate = typer.Typer(help="Score the reader against annotated articles.", no_args_is_help=True)


class GoldPart(StrEnum):
    """Which articles of the gold are scored."""

    DEV = "dev"
    CHECK = "check"
    ALL = "all"


Gold = Annotated[
    list[Path], typer.Argument(exists=True, dir_okay=False, help="Files of annotated articles, one a line.")
]
Part = Annotated[GoldPart, typer.Option(help="Score the articles of this part of the split.")]
Gate = Annotated[bool, typer.Option("--gate", help="Fail where a figure lies under its pinned floor.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
Intervals = Annotated[bool, typer.Option("--intervals", help="Add 95 % bootstrap intervals.")]


@evaluate.command("read")
def evaluate_read(
    gold: Gold, part: Part = GoldPart.DEV, gate: Gate = False, as_json: AsJson = False, intervals: Intervals = False
) -> None:
    """Read the articles of GOLD and score what the reader finds."""
    from musnad.evaluate import commands

    _print_and_leave(*commands.evaluate_read(gold, part.value, gate, as_json, intervals))


@evaluate.command("values")
def evaluate_values(gold: Gold, part: Part = GoldPart.DEV, gate: Gate = False, as_json: AsJson = False) -> None:
    """Give each date, toll and weapon phrase of GOLD to the code that reads its value, and score what comes out."""
    from musnad.evaluate import commands

    _print_and_leave(*commands.evaluate_values(gold, part.value, gate, as_json))


def _print_and_leave(text: str, status: int) -> None:
    typer.echo(text)
    raise typer.Exit(status)
