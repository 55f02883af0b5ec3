"""How long many articles of the size of the samples take with `musnad read --jobs`, and how much memory.

Run `python benchmarks/jobs.py [ARTICLES] [JOBS...]`, by default 200 articles with 1 and 2 processes; not on Windows.
Memory is that of the largest process. What else the machine does weighs on the time: its load is told with it.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from musnad.ingest.files import Incoming, articles

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
READ = "from musnad.cli.main import app; app()"
UNIT = 1 if sys.platform == "darwin" else 1024


def written(path: Path, count: int) -> None:
    """A file of lines: the sample articles in turn, their sentences turned round so that no two are alike."""
    samples = [item.article for item in articles([SAMPLES]) if isinstance(item, Incoming)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            lines = samples[number % len(samples)].text.splitlines()
            at = number % len(lines)
            text = f"{number}\n" + "\n".join(lines[at:] + lines[:at])
            file.write(json.dumps({"id": f"a-{number}", "text": text, "published": "2024-03-14"}) + "\n")


def measured(path: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of computing, and megabytes of one run."""
    out = str(path.with_suffix(f".{jobs}.out"))
    arguments = [sys.executable, "-c", READ, "read", str(path), "--jobs", str(jobs)]
    start = time.perf_counter()
    process = os.posix_spawn(sys.executable, [*arguments, "--format", "jsonl", "--quiet", "--output", out], os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"musnad read --jobs {jobs} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * UNIT / 1e6


def main() -> None:
    """Measure each number of processes, and print a line for each."""
    count, *numbers = [int(argument) for argument in sys.argv[1:]] or [200]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        written(path, count)
        for jobs in numbers or (1, 2):
            load = os.getloadavg()[0]
            clock, computing, memory = measured(path, jobs)
            figures = f"{clock:.1f} s by the clock, {computing:.1f} s of computing, {memory:.0f} MB"
            print(f"{count} articles, --jobs {jobs}: {figures} (load before: {load:.1f}, cores: {os.cpu_count()})")


if __name__ == "__main__":
    main()
