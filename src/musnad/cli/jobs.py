"""Articles read by several processes at once; their readings come back in the order in which the articles went in."""

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock, Thread
from typing import NamedTuple

from musnad.ingest.files import Incoming
from musnad.ingest.sources.base import Unreadable
from musnad.schema import Article, Reading
from musnad.schema.reading import ReaderName

AHEAD = 4
"""Articles a process that are taken in before their turn to go out: enough that none idles, few enough to hold."""
OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Building the lexica makes many objects that all stay: looking among them for garbage takes a fifth of a start."""
SECONDS_TO_END = 5.0
# Spawned, not forked: threads (ours, an inference library's) do not survive a fork.
_SPAWN = get_context("spawn")


class Finished(NamedTuple):
    """An article and its reading."""

    item: Incoming
    reading: Reading


Met = Incoming | Unreadable | None
"""What is met in a file; None where it ends."""
Result = Finished | Unreadable | None
"""What becomes of it."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Chosen(NamedTuple):
    """The reader that was asked for (None: the default), its threads (0: one a core), and whether it explains."""

    reader: ReaderName | None = None
    threads: int = 0
    explain: bool = False


DEFAULT = Chosen()


@contextmanager
def readers(jobs: int, chosen: Chosen = DEFAULT) -> Iterator["Alone | Workers"]:
    """What reads articles: this process itself or, where `jobs` is above 1, so many others."""
    if jobs == 1:
        yield Alone(chosen)
        return
    workers = Workers(jobs, chosen)
    try:
        yield workers
    finally:
        workers.end()


class Alone:
    """Reads in this process."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen

    def in_order(self, met: Iterable[tuple[int, Met]]) -> Iterator[tuple[int, Result]]:
        """Read each article as it is met; the numbers, of files done, go through."""
        read = reader(self.chosen)
        for done, item in met:
            yield done, Finished(item, read(item.article)) if isinstance(item, Incoming) else item


class Workers:
    """Reads in other processes, which start when they are first needed."""

    def __init__(self, jobs: int, chosen: Chosen = DEFAULT) -> None:
        self.most_ahead = jobs * AHEAD
        self.workers = [_Worker(chosen._replace(threads=chosen.threads or 1)) for _ in range(jobs)]
        self.idle = self.workers.copy()
        _start_resource_tracker()
        self.threads = ThreadPoolExecutor(jobs, initializer=_leave_interrupts_to_the_main_thread)

    def in_order(self, met: Iterable[tuple[int, Met]]) -> Iterator[tuple[int, Result]]:
        """Read the articles side by side; at most `most_ahead` items are held at a time, however many there are."""
        waiting: deque[tuple[int, Future[Result]]] = deque()
        for done, item in met:
            waiting.append((done, self._submitted(item)))
            while waiting and (len(waiting) >= self.most_ahead or waiting[0][1].done()):
                yield _first(waiting)
        while waiting:
            yield _first(waiting)

    def _submitted(self, item: Met) -> Future[Result]:
        if isinstance(item, Incoming):
            return self.threads.submit(self._read, item)
        future: Future[Result] = Future()
        future.set_result(item)
        return future

    def _read(self, item: Incoming) -> Result:
        worker = self.idle.pop()
        try:
            return Finished(item, worker.read(item.article))
        except _DiedError as error:
            message = f"article {item.article.id!r}: the process that read it died ({error})"
            return Unreadable(path=item.path, line=item.line, message=message)
        finally:
            self.idle.append(worker)

    def end(self) -> None:
        """End all processes at once, also those that are reading."""
        for worker in self.workers:
            worker.kill()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.close()


class _DiedError(Exception):
    """The process that read an article is no more; says how it ended."""


class _Worker:
    """One process that reads an article at a time; it starts when first needed, and anew after it died."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.process: SpawnProcess | None = None
        self.killed = False
        self.lock = Lock()

    def read(self, article: Article) -> Reading:
        """The reading; raises `_DiedError` where the process dies over it."""
        try:
            with self.lock:
                self._start()
            self.pipe.send(article)
            reading: Reading = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise _DiedError(self._cause() or str(error)) from None
        return reading

    def _start(self) -> None:
        if self.killed:
            raise EOFError
        if self.process is None or not self.process.is_alive():
            self.pipe, theirs = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_serve, args=(theirs, self.chosen), daemon=True)
            process.start()
            theirs.close()
            self.process = process

    def _cause(self) -> str:
        """How the process ended, where that is known."""
        if self.process is None:
            return ""
        self.process.join(SECONDS_TO_END)
        code = self.process.exitcode
        if code is None:
            return ""
        return f"exit status {code}" if code >= 0 else signal.Signals(-code).name

    def kill(self) -> None:
        """End the process, and start none any more."""
        with self.lock:
            self.killed = True
            if self.process is not None:
                self.process.kill()

    def close(self) -> None:
        """Give back what the system keeps for a process that has ended."""
        if self.process is not None:
            self.process.join()
            self.pipe.close()


def reader(chosen: Chosen) -> Callable[[Article], Reading]:
    """The reader, as it is set up in every process that reads; MusnadError where its files are missing."""
    from musnad.reader import default_reader, packaged_models, read

    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    models = packaged_models(chosen.reader or default_reader(), chosen.threads)
    return partial(read, models=models, explain=chosen.explain)


def _serve(pipe: Connection, chosen: Chosen) -> None:
    """Read the articles that come through the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()
    read = reader(chosen)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(read(pipe.recv()))


def _end_with_the_parent() -> None:
    """Reading a long article to its end is of no use once nobody waits for it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _leave_interrupts_to_the_main_thread() -> None:
    """A process inherits the mask of the thread that starts it: Ctrl-C never meets one that is not yet set up."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _start_resource_tracker() -> None:
    """Starting the tracker of multiprocessing unblocks interrupts in its thread: let that be the main one."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()


def _first(waiting: deque[tuple[int, Future[Result]]]) -> tuple[int, Result]:
    done, future = waiting.popleft()
    return done, future.result()
