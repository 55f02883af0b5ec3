"""`musnad ingest` as a user runs it: files, a site over HTTP, a sources file, and what is kept."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "ingest"))
from outlet_site import Site, served, stories

from musnad.cli.main import app
from musnad.ingest.store.folder import FolderStore
from musnad.ingest.store.verify import verify

TEXT = "أعلنت وزارة الصحة مقتل خمسة مدنيين وإصابة عشرة آخرين في قصف استهدف بلدة كفر عويد بريف إدلب الجنوبي."
SOURCES = """outlets:
  - name: An-Nahr
    name_ar: صحيفة النهر
    url: {base}/
    country: SY
    kind: outlet
    feeds: [{base}/feed]
    allow_hosts: ["127.0.0.1"]
    delay: 0
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with served(4) as running:
        yield running


def _ingest(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["ingest", *map(str, arguments)])


def _polite(*arguments: object) -> Result:
    return _ingest(*arguments, "--allow-host", "127.0.0.1", "--delay", 0)


def _lines(path: Path, *articles: object) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in articles), "utf-8")
    return path


def test_a_feed_is_brought_in(tmp_path: Path, site: Site) -> None:
    result = _polite(f"{site.base}/feed", "--store", tmp_path / "store")
    assert result.exit_code == 0, result.output
    assert "4 articles kept" in result.stdout
    with FolderStore(tmp_path / "store") as store:
        found = {version.article.url: version.article for version in store.articles()}
    story = site.stories[1]
    article = found[site.base + story.path]
    assert article.title == story.title
    assert article.text == "\n".join(story.paragraphs)
    assert article.published == f"2024-02-05T{story.hour:02}:00:00+03:00"


def test_nothing_is_fetched_twice(tmp_path: Path, site: Site) -> None:
    _polite(f"{site.base}/feed", "--store", tmp_path / "store")
    before = [path for path in site.asked if path.startswith("/news/")]
    result = _polite(f"{site.base}/feed", "--store", tmp_path / "store")
    assert [path for path in site.asked if path.startswith("/news/")] == before
    assert "known already: 4" in result.stdout


def test_loopback_is_refused_unless_allowed(tmp_path: Path, site: Site) -> None:
    result = _ingest(f"{site.base}/feed", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert "refused as unsafe" in result.stderr
    assert site.asked == []


def test_the_outlets_of_a_sources_file_are_polled(tmp_path: Path, site: Site) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(SOURCES.format(base=site.base), "utf-8")
    result = _polite("--sources", sources, "--store", tmp_path / "store", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["articles"], report["states"]) == (4, {"stored": 4})
    with FolderStore(tmp_path / "store") as store:
        assert {version.article.outlet for version in store.articles()} == {"صحيفة النهر"}


def test_since_leaves_out_what_is_older(tmp_path: Path, site: Site) -> None:
    result = _polite(f"{site.base}/feed", "--store", tmp_path / "store", "--since", "2024-02-06")
    assert "0 articles" in result.stdout
    assert not [path for path in site.asked if path.startswith("/news/")]


def test_a_changed_page_shows_what_changed(tmp_path: Path, site: Site) -> None:
    store = tmp_path / "store"
    _polite(f"{site.base}/feed", "--store", store)
    story = site.stories[0]
    page = site.pages[story.path][2].decode()
    site.put(story.path, page.replace("قُتل 3 مدنيين", "قُتل 9 مدنيين"))
    result = _polite(f"{site.base}/feed", "--store", store, "--refresh")
    assert "0 articles and 1 new version kept" in result.stdout
    shown = _ingest("diff", site.base + story.path, "--store", store)
    assert shown.exit_code == 0, shown.output
    assert "9" in shown.stdout
    versions = json.loads(_ingest("versions", site.base + story.path, "--store", store, "--json").stdout)
    assert [version["number"] for version in versions] == [1, 2]


def test_every_broken_item_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    _lines(data / "a.jsonl", {"text": TEXT}, {"title": "بلا نص"}, {"text": TEXT + " انتهى."})
    (data / "b.txt").write_bytes(b"")
    (data / "c.html").write_text("<html><body></body></html>", "utf-8")
    (data / "d.txt").write_text("Nothing here is in Arabic at all, not a single letter.", "utf-8")
    (data / "e.json").write_text('{"text": ', "utf-8")
    (data / "f.pdf").write_bytes(b"%PDF-1.4 broken")
    result = _ingest(data, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "2 articles kept" in result.stdout
    told = _ingest("ledger", "--bad", "--store", tmp_path / "store").stdout
    for name in ("a.jsonl:2", "b.txt", "c.html", "d.txt", "e.json", "f.pdf"):
        assert name in told, told
    assert len(told.splitlines()) == 6


def test_a_call_that_takes_nothing_ends_with_status_2(tmp_path: Path) -> None:
    assert _ingest(tmp_path / "nothing.txt", "--store", tmp_path / "store").exit_code == 2


def test_a_call_without_anything_to_bring_in_is_a_usage_error(tmp_path: Path) -> None:
    result = _ingest("run", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert "name files folders or addresses" in re.sub(r"\W+", " ", result.stderr).replace(",", "")


@pytest.mark.parametrize(
    "options", [("--since", "gestern"), ("--column", "text"), ("--column", "colour=x"), ("--country", "ZZ")]
)
def test_a_bad_option_is_named(tmp_path: Path, options: tuple[str, str]) -> None:
    result = _ingest(tmp_path, "--store", tmp_path / "store", *options)
    assert result.exit_code == 2
    assert options[0] in result.stderr


def test_articles_can_be_piped_into_the_reader(tmp_path: Path) -> None:
    _ingest(_lines(tmp_path / "a.jsonl", {"text": TEXT, "title": "قصف"}), "--store", tmp_path / "store")
    lines = _ingest("articles", "--store", tmp_path / "store").stdout
    read = CliRunner().invoke(app, ["read", "-", "--format", "jsonl", "--reader", "lexicon"], input=lines)
    assert read.exit_code == 0, read.output
    assert json.loads(read.stdout)["events"]


def test_copies_are_shown_as_one_report(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "outlet": "وكالة"}, {"text": TEXT, "outlet": "صحيفة"}, {"text": TEXT[::-1] + " " + TEXT[:9]}]
    _ingest(_lines(tmp_path / "a.jsonl", *rows[:2]), "--store", tmp_path / "store")
    shown = _ingest("copies", "--store", tmp_path / "store").stdout
    assert "2 copies of one report" in shown
    assert "وكالة" in shown


def test_verify_tells_what_was_changed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    _ingest(_lines(tmp_path / "a.jsonl", {"text": TEXT}), "--store", store)
    assert _ingest("verify", "--store", store).exit_code == 0
    path = store / "articles.jsonl"
    path.write_text(path.read_text("utf-8").replace("خمسة", "تسعة"), "utf-8")
    result = _ingest("verify", "--store", store)
    assert result.exit_code == 1
    assert "articles.jsonl:1" in result.stdout
    assert "the text has changed" in result.stdout


@pytest.mark.parametrize("verb", ["verify", "articles", "ledger", "copies"])
def test_a_folder_without_a_store_is_told(tmp_path: Path, verb: str) -> None:
    result = _ingest(verb, "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "no store of articles" in result.stderr


def _started(store: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    program = [sys.executable, "-c", "from musnad.cli.main import app; app()"]
    command = [*program, "ingest", *arguments, "--store", str(store), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})


@pytest.mark.proof
def test_killed_runs_lose_nothing_and_fetch_nothing_twice(tmp_path: Path, rounds: object) -> None:
    """Runs killed at random moments, each taken up by the next, end with every article once and nothing damaged."""
    chance = random.Random(5)
    for turn in range(rounds(1, 12)):  # type: ignore[operator]
        store = tmp_path / f"store{turn}"
        with served(60) as site:
            feed = (f"{site.base}/feed", "--allow-host", "127.0.0.1", "--delay", "0.02")
            for _ in range(4):
                run = _started(store, *feed)
                time.sleep(1.2 + 1.5 * chance.random())
                run.send_signal(signal.SIGKILL)
                run.wait()
                stored = _stored(store)
                asked = len(site.asked)
            assert _started(store, *feed).wait() == 0
            again = {path for path in site.asked[asked:] if path.startswith("/news/")}
        assert not {path for path in again if site.base + path in stored}
        assert verify(store).faults == []
        with FolderStore(store) as kept:
            texts = sorted(version.article.text for version in kept.articles())
        assert texts == sorted("\n".join(story.paragraphs) for story in stories(60))
        shutil.rmtree(store)


def _stored(store: Path) -> set[str]:
    if not (store / "articles.jsonl").exists():
        return set()
    with FolderStore(store) as kept:
        return {visit.address for visit in kept.ledger.visits()}


def test_a_broken_database_is_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    _ingest(_lines(tmp_path / "a.jsonl", {"text": TEXT}), "--store", store)
    for file in store.glob("ledger.sqlite*"):
        file.write_bytes(b"no database" * 100)
    result = _ingest("ledger", "--store", store)
    assert result.exit_code == 2
    assert "the store's database" in result.stderr
