"""`musnad read --jobs`: the same readings from several processes."""

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from musnad.cli.jobs import AHEAD, Finished, Met, Workers, cores, readers
from musnad.cli.main import app
from musnad.cli.read import _Run
from musnad.cli.writers import writer
from musnad.ingest.files import Incoming, sources
from musnad.ingest.records import NO_DEFAULTS
from musnad.ingest.sources.base import Unreadable
from musnad.reader import MAX_LENGTH
from musnad.schema import Article

RUNNER = CliRunner()
SENTENCES = (
    "قُتِل ثلاثة مدنيين أمس في قصفٍ على سوق المدينة، وفق مصدر طبي.",
    "اندلعت اشتباكات بين الجيش ومسلحين قرب مدينة تعز فجر الأحد، وأصيب ١٢ شخصًا.",
    "نفى مصدر عسكري «استهداف المستشفى»، وقال إن الغارة طالت مخزن ذخيرة.",
    "أصيب طفلان بجــروح بانفجار لغم من مخلفات الحرب في ريف ادلب.",
)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks for child processes in /proc")


class Deadly(Article):
    """Kills the process that it is sent to."""

    def __reduce__(self) -> Any:
        return signal.raise_signal, (signal.SIGKILL,)


def text(number: int) -> str:
    """The text of an invented article, longer or shorter by its number."""
    return "\n".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(1 + number % 5))


def incoming(number: int, kind: type[Article] = Article) -> Incoming:
    return Incoming(article=kind(id=f"a-{number}", text=text(number), published="2024-02-05"), path=f"{number}.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of plain texts, one of them empty, and a file of lines with a broken one."""
    where = tmp_path / "أخبار"
    where.mkdir()
    for number in range(6):
        (where / f"{number}.txt").write_text(text(number), encoding="utf-8")
    (where / "3.txt").write_text("", encoding="utf-8")
    lines = [json.dumps({"text": text(number)}, ensure_ascii=False) for number in range(5)]
    (where / "z.jsonl").write_text("\n".join([*lines[:2], '{"text": 5}', *lines[2:]]), encoding="utf-8")
    return where


@pytest.fixture
def long_article(tmp_path: Path) -> Path:
    """An article that takes long to read."""
    path = tmp_path / "طويل.txt"
    path.write_text("\n".join(SENTENCES * 1000)[:MAX_LENGTH], encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_the_output_is_the_same_however_many_processes_read(folder: Path, form: str) -> None:
    def run(jobs: int) -> tuple[bytes, str, int]:
        result = RUNNER.invoke(app, ["read", str(folder), "--format", form, "--jobs", str(jobs)])
        return result.stdout_bytes, result.stderr, result.exit_code

    alone = run(1)
    assert alone[2] == 1
    assert [run(2), run(3)] == [alone, alone]


def test_progress_is_told_as_if_one_process_read(folder: Path) -> None:
    def steps(jobs: int) -> list[tuple[int, int]]:
        told: list[tuple[int, int]] = []
        run = _Run(writer("jsonl", "en", io.StringIO()), notes=False)
        run.read_all(list(sources([folder])), NO_DEFAULTS, lambda files, count: told.append((files, count)), jobs)
        return told

    assert steps(2) == steps(1)


def test_few_articles_are_held_at_a_time_however_many_there_are() -> None:
    taken = given = most = 0

    def met() -> Iterator[tuple[int, Met]]:
        nonlocal taken
        for number in range(200):
            taken += 1
            yield number, incoming(number)

    with readers(2) as read:
        for number, result in read.in_order(met()):
            assert (number, isinstance(result, Finished)) == (given, True)
            given += 1
            most = max(most, taken - given)
    assert given == 200
    assert most < 2 * AHEAD


def test_an_article_over_which_a_process_dies_is_named_and_the_rest_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [incoming(number, Deadly if number in (2, 3) else Article) for number in range(8)]
    items[3].line = 7
    monkeypatch.setattr("musnad.ingest.files.articles_of", lambda source, defaults: iter(items))
    path = str(folder / "0.txt")
    result = RUNNER.invoke(app, ["read", path, "--format", "jsonl", "--jobs", "2", "--quiet"])
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [f"a-{n}" for n in (0, 1, 4, 5, 6, 7)]
    assert result.stderr.splitlines() == [
        "musnad: 2.txt: article 'a-2': the process that read it died (SIGKILL)",
        "musnad: 3.txt:7: article 'a-3': the process that read it died (SIGKILL)",
    ]
    assert result.exit_code == 1


def test_a_process_that_died_between_two_articles_is_replaced_in_silence() -> None:
    workers = Workers(1)
    try:
        [(_, first)] = workers.in_order([(0, incoming(0))])
        process = workers.workers[0].process
        assert process is not None
        process.kill()
        process.join()
        [(_, second)] = workers.in_order([(0, incoming(1))])
    finally:
        workers.end()
    assert (type(first), type(second)) == (Finished, Finished)


def test_no_process_is_left_where_reading_is_left_early() -> None:
    with readers(2) as read:
        next(read.in_order((number, incoming(number)) for number in range(50)))
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_a_process_that_cannot_be_started_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    with readers(2) as read:
        [(_, result)] = read.in_order([(0, incoming(0))])
    assert isinstance(result, Unreadable)
    assert "Resource temporarily unavailable" in result.message


def test_no_fewer_than_no_processes_can_be_asked_for(folder: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(folder), "--jobs", "-1"])
    assert (result.exit_code, "--jobs" in result.stderr) == (2, True)


def test_zero_stands_for_one_process_a_core(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def read_all(run: _Run, found: object, defaults: object, step: object, jobs: int, chosen: object) -> None:
        asked.append(jobs)

    monkeypatch.setattr(_Run, "read_all", read_all)
    RUNNER.invoke(app, ["read", str(folder), "--jobs", "0"])
    assert asked == [cores()]
    assert cores() >= 1


def started(path: Path, *options: str) -> "subprocess.Popen[bytes]":
    """`musnad read` of a file as a shell starts it, in a process group of its own."""
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", "read", str(path), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def workers_of(parent: int, *, wanted: int) -> list[int]:
    """The processes that read for `parent`, once there are as many as wanted."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = Path(f"/proc/{parent}/task").glob("*/children")
        found = [int(child) for path in children for child in path.read_text().split()]
        found = [child for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
        if len(found) >= wanted:
            return found
        time.sleep(0.01)
    raise TimeoutError


def ended(process: int) -> bool:
    """Whether a process ends within some seconds; a zombie has ended."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


@LINUX
def test_a_killed_process_is_named_by_the_article_that_it_read(long_article: Path) -> None:
    with started(long_article, "--jobs", "2") as running:
        [worker] = workers_of(running.pid, wanted=1)
        os.kill(worker, signal.SIGKILL)
        out, err = running.communicate(timeout=60)
    assert (out, running.returncode) == (b"", 2)
    assert err.decode() == f"musnad: {long_article}: article 'طويل': the process that read it died (SIGKILL)\n"


@pytest.fixture
def reading(long_article: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A run that reads for long, in two processes."""
    path = long_article.with_suffix(".jsonl")
    path.write_text((json.dumps({"text": long_article.read_text(encoding="utf-8")}) + "\n") * 9, encoding="utf-8")
    with started(path, "--jobs", "2", "--format", "jsonl") as running:
        yield running


@LINUX
@pytest.mark.parametrize("pause", [0.0, 0.1, 2.0])
def test_an_interrupt_ends_all_processes_in_silence(reading: "subprocess.Popen[bytes]", pause: float) -> None:
    workers = workers_of(reading.pid, wanted=2)
    time.sleep(pause)
    os.killpg(reading.pid, signal.SIGINT)
    _, err = reading.communicate(timeout=30)
    assert err.decode().strip() in ("", "Aborted.", "Aborted!")
    assert all(map(ended, workers))


@LINUX
def test_processes_end_with_the_one_that_they_read_for(reading: "subprocess.Popen[bytes]") -> None:
    workers = workers_of(reading.pid, wanted=2)
    time.sleep(2)
    reading.kill()
    assert all(map(ended, workers))
