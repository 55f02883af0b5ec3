"""How fast and how lean one article is read: `make bench`.

The floors of the project are, for the lexicon reader on one core, 60 ms for a warm article of 600 words, 1.5 s for a
cold `musnad read` and 300 MB; with the encoder on two cores 220 ms, 2 s and 600 MB.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from musnad.evaluate.gold import load_part
from musnad.extract.encoder.hints import COLUMNS
from musnad.extract.encoder.packaged import packaged
from musnad.extract.encoder.pieces import LONGEST_WINDOW
from musnad.ingest.files import Incoming, articles
from musnad.reader import READERS, read
from musnad.resolve.geocode import Tagger, geocode
from musnad.schema import Article
from musnad.schema.reading import ReaderName
from musnad.text.document import Document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
WORDS = 600
COLD_READ = (sys.executable, "-c", "from musnad.cli.main import app; app()", "read")


def long_article() -> Article:
    """The sample articles one after the other, again and again, up to 600 words."""
    items = [item for item in articles([SAMPLES]) if isinstance(item, Incoming)]
    sentences = [line for item in items for line in item.article.text.splitlines()]
    kept: list[str] = []
    while len(" ".join(kept).split()) < WORDS:
        kept.append(sentences[len(kept) % len(sentences)])
    return Article(id="long", text="\n".join(kept), published="2024-03-14")


@pytest.mark.parametrize("reader", READERS)
def test_a_warm_article_of_600_words(benchmark: BenchmarkFixture, reader: ReaderName) -> None:
    article = long_article()
    read(article, reader)
    benchmark(read, article, reader)


def test_pieces_a_second(benchmark: BenchmarkFixture) -> None:
    """One window of 512 pieces: 512 divided by the seconds is the encoder's speed in tokens."""
    encode, hints = packaged(0).encode, np.zeros((LONGEST_WINDOW, COLUMNS), dtype=np.int64)
    benchmark(encode, list(range(4, 4 + LONGEST_WINDOW)), hints)


@pytest.mark.parametrize("tagger", ["lexicon", "trained"])
def test_a_thousand_sentences_geocoded(benchmark: BenchmarkFixture, tagger: Tagger) -> None:
    """Gold's sentences of dev, recognised and resolved one by one on one core: 1,000 divided by the seconds."""
    documents = [Document(gold["text"]) for gold in load_part("dev")[:150]]
    sentences = [piece.span.of(document.text) for document in documents for piece in document.segments][:1000]
    assert len(sentences) == 1000

    def run() -> int:
        return sum(len(geocode(sentence, tagger=tagger)) for sentence in sentences)

    assert benchmark(run) > 500


@pytest.mark.parametrize("reader", ["both", "lexicon"])
@pytest.mark.parametrize("name", ["market.txt", "patrol.html"])
def test_a_cold_read_of_one_file(benchmark: BenchmarkFixture, name: str, reader: str) -> None:
    command = [*COLD_READ, str(SAMPLES / name), "--reader", reader]
    benchmark.pedantic(subprocess.run, (command,), {"check": True, "capture_output": True}, rounds=5, warmup_rounds=1)


def test_memory_at_its_peak(tmp_path: Path) -> None:
    article = long_article()
    path = tmp_path / "long.json"
    path.write_text(json.dumps({"text": article.text, "published": article.published}), encoding="utf-8")
    script = "import resource, sys; from musnad.cli.main import app\ntry: app()\nfinally: "
    script += "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    done = subprocess.run([sys.executable, "-c", script, "read", str(path)], capture_output=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    sys.stdout.write(f"\npeak memory of a cold read of {WORDS} words: {int(done.stderr) * unit / 1e6:.0f} MB\n")
