"""How far a long run has come, for someone who watches."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from musnad.ingest.files import Source
    from musnad.ingest.sources.base import Unreadable

Step = Callable[[int, int], None]
"""Is told how many files are done and how many articles have been met in them."""


@contextmanager
def progress(found: "Sequence[Source | Unreadable]", stream: TextIO, quiet: bool) -> Iterator[Step]:
    """A bar on standard error where someone watches and nothing else is written to the same terminal."""
    from musnad.ingest.sources.kinds import MANY_IN_ONE

    long = len(found) > 1 or any(source.path == "-" or source.path.lower().endswith(MANY_IN_ONE) for source in found)
    if quiet or not long or stream.isatty() or not sys.stderr.isatty():
        yield lambda files, articles: None
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    columns = (*Progress.get_default_columns()[:2], TextColumn("{task.completed}/{task.total} files"))
    with Progress(*columns, TextColumn("{task.fields[articles]} articles"), console=Console(stderr=True)) as bar:
        bar.live.transient = True
        task = bar.add_task("reading", total=len(found), articles=0)
        yield lambda files, articles: bar.update(task, completed=files, articles=articles)
