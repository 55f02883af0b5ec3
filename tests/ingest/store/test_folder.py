"""The folder store: versions, identifiers, and what a kill leaves."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from musnad.errors import StoreError
from musnad.ingest.sources.base import Document
from musnad.ingest.store.base import Origin, Version
from musnad.ingest.store.blobs import DamagedBlobError
from musnad.ingest.store.folder import ARTICLES, INDEX, FolderStore, StoreView
from musnad.ingest.store.verify import verify
from musnad.schema import Article, Hyperlink, Span

PAGE = "https://akhbar.example/news/1"
TEXT = "قُتل خمسة مدنيين في قصف على بلدة كفر عويد بريف إدلب الجنوبي."
NOON = dt.datetime(2024, 2, 5, 12, tzinfo=dt.UTC)


def _keep(store: FolderStore, text: str = TEXT, address: str = PAGE, at: dt.datetime = NOON, **more: object) -> Version:
    capture = store.capture(Document(address=address, body=text.encode(), url=address))
    article = Article(id="", text=text, url=address, **more)  # type: ignore[arg-type]
    return store.keep(article, Origin(address=address, captures=(capture.sha256,), captured=at), [])


def test_an_article_comes_back_as_it_was(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        link = Hyperlink(Span(0, 4), "https://wikala.example/2")
        kept = _keep(store, title="قصف", published="2024-02-05", links=[link], authors=["سناء"])
        assert store.versions(kept.article.id) == [kept]


def test_a_changed_page_makes_a_new_version_and_leaves_the_old(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        first, second = _keep(store), _keep(store, TEXT.replace("خمسة", "سبعة"))
        assert (first.number, second.number) == (1, 2)
        assert first.article.id == second.article.id
        assert [version.article.text for version in store.versions(first.article.id)] == [
            first.article.text,
            second.article.text,
        ]


def test_only_the_latest_version_stands_among_the_articles(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        _keep(store)
        _keep(store, "بيان آخر", f"{PAGE}/b")
        _keep(store, TEXT + " وأصيب آخرون.")
        assert [(one.origin.address, one.number) for one in store.articles()] == [(PAGE, 2), (f"{PAGE}/b", 1)]


def test_what_says_the_same_is_no_new_version(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        kept = _keep(store)
        origin = Origin(address=PAGE, captures=(), captured=NOON + dt.timedelta(days=1))
        assert store.version_like(Article(id="", text=TEXT, url=PAGE), origin) == kept


def test_a_text_that_comes_back_is_a_version_again(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        _keep(store)
        _keep(store, TEXT + " تعديل", at=NOON + dt.timedelta(hours=1))
        later = Origin(address=PAGE, captures=(), captured=NOON + dt.timedelta(hours=2))
        assert store.version_like(Article(id="", text=TEXT), later) is None


def test_an_older_capture_of_a_known_text_is_no_new_version(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        first = _keep(store)
        _keep(store, TEXT + " تعديل", at=NOON + dt.timedelta(hours=2))
        between = Origin(address=PAGE, captures=(), captured=NOON + dt.timedelta(hours=1))
        assert store.version_like(Article(id="", text=TEXT), between) == first


def test_an_identifier_follows_from_the_address(tmp_path: Path) -> None:
    with FolderStore(tmp_path / "a") as one, FolderStore(tmp_path / "b") as other:
        assert _keep(one).article.id == _keep(other).article.id
        assert one.id_of(PAGE).startswith("ar-")


def test_an_identifier_that_is_taken_is_not_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musnad.ingest.store.folder.public_id", lambda kind, name, attempt=0: f"{kind}-{attempt:010d}")
    with FolderStore(tmp_path) as store:
        first, second = _keep(store), _keep(store, address=f"{PAGE}/b")
        assert first.article.id != second.article.id
        assert store.id_of(PAGE) == first.article.id
        assert store.id_of(f"{PAGE}/b") == second.article.id


def test_a_lost_index_is_made_anew(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        kept = [_keep(store), _keep(store, TEXT + " تعديل"), _keep(store, "بيان آخر", f"{PAGE}/b")]
    for file in tmp_path.glob(f"{INDEX}*"):
        file.unlink()
    with FolderStore(tmp_path) as store:
        assert store.versions(kept[0].article.id) == kept[:2]
        assert list(store.articles()) == kept[1:]


def test_articles_can_be_read_by_any_tool(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        _keep(store, title="قصف")
    line = json.loads((tmp_path / ARTICLES).read_text("utf-8"))
    assert (line["title"], line["text"], line["version"]) == ("قصف", TEXT, 1)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with FolderStore(tmp_path), pytest.raises(StoreError, match="another run"):
        FolderStore(tmp_path)


def test_a_store_can_be_looked_at_while_a_run_writes_to_it(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        kept = _keep(store)
        with StoreView.of(tmp_path) as view:
            assert list(view.articles()) == [kept]
            assert view.versions(view.id_of(PAGE)) == [kept]


def test_looking_puts_in_order_what_a_killed_run_left(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        kept = _keep(store)
    for file in tmp_path.glob(f"{INDEX}*"):
        file.unlink()
    with StoreView.of(tmp_path) as view:
        assert list(view.articles()) == [kept]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        FolderStore(tmp_path / "file" / "store")


def test_an_untouched_store_has_no_fault(tmp_path: Path) -> None:
    with FolderStore(tmp_path, stamp=lambda sha256: b"token" + sha256) as store:
        _keep(store)
        _keep(store, TEXT + " تعديل")
    found = verify(tmp_path)
    assert (found.faults, found.versions, found.captures, found.blobs, found.unnamed) == ([], 2, 2, 4, 0)


def test_changed_bytes_are_found_by_verify(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        name = _keep(store).origin.captures[0]
        other = store.blobs.put(b"other")
        store.blobs.path(name).write_bytes(store.blobs.path(other).read_bytes())
        with pytest.raises(DamagedBlobError):
            store.blobs.get(name)
    assert [fault.path for fault in verify(tmp_path).faults] == [f"blobs/{name[:2]}"]


def test_missing_bytes_are_found_by_verify(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        store.blobs.path(_keep(store).origin.captures[0]).unlink()
    faults = verify(tmp_path).faults
    assert [(fault.path, fault.line) for fault in faults] == [("captures.jsonl", 1)]


def test_a_changed_text_is_found_by_verify(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        _keep(store)
        _keep(store, "بيان آخر", f"{PAGE}/b")
    path = tmp_path / ARTICLES
    path.write_text(path.read_text("utf-8").replace("خمسة", "تسعة"), "utf-8")
    messages = [str(fault) for fault in verify(tmp_path).faults]
    assert any("the text has changed" in message for message in messages)
    assert any("articles.jsonl:1: the line or one before it was changed" in message for message in messages)


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store of articles"):
        verify(tmp_path)


KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_folder import _keep
from musnad.ingest.store.folder import FolderStore
store = FolderStore(Path(sys.argv[1]))
for number in range(3):
    _keep(store, f"خبر رقم {{number}} عن قصف", f"https://akhbar.example/{{number}}")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_kept_before_a_kill_is_there(tmp_path: Path) -> None:
    script = KILLED.format(tests=str(Path(__file__).parent))
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert ended.returncode < 0, ended.stderr
    assert verify(tmp_path).faults == []
    with FolderStore(tmp_path) as store:
        assert len(list(store.articles())) == 3


@pytest.mark.parametrize("spoilt", [b"{broken\n", b"[]\n", b'{"title": "no version"}\n'])
def test_a_store_whose_last_line_was_spoilt_is_told(tmp_path: Path, spoilt: bytes) -> None:
    with FolderStore(tmp_path) as store:
        _keep(store)
    with (tmp_path / ARTICLES).open("ab") as file:
        file.write(spoilt)
    with pytest.raises(StoreError, match=r"articles\.jsonl"):
        FolderStore(tmp_path)
