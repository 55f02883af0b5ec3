"""Many articles at once: several processes draw their claims, this one writes them."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from musnad.record.arrivals import Added, load
from musnad.record.drawing import Arrival, Drawn, draw_packed, packed

AHEAD = 2
"""Batches a process that are drawn before their turn to be written."""
Batch = Sequence[Arrival]


def load_all(batches: Iterable[Batch], jobs: int) -> Iterator[Added]:
    """Load batch after batch, each one transaction, and let the claims wait to be grouped; what each brought in.

    May be stopped and called again: what stands in the record is passed over.
    """
    if jobs <= 1:
        yield from (load(batch) for batch in batches)
        return
    # Spawned, not forked: an open connection to the database does not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Batch, Future[list[list[Drawn]]]]] = deque()
        for batch in batches:
            waiting.append((batch, pool.submit(draw_packed, packed(batch))))
            if len(waiting) >= jobs * AHEAD:
                yield _written(waiting)
        while waiting:
            yield _written(waiting)


def _written(waiting: deque[tuple[Batch, "Future[list[list[Drawn]]]"]]) -> Added:
    batch, drawn = waiting.popleft()
    return load(batch, drawn=drawn.result())
