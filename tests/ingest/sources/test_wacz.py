import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from musnad.ingest.sources import wacz
from musnad.ingest.sources.base import Document, Item, Unreadable
from musnad.ingest.sources.wacz import WaczSource

PAGE = "<html><p>قُتل ثلاثة مدنيين في قصفٍ على ريف إدلب.</p></html>".encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
HEAD = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2024-03-10T06:00:00Z\r\n"
    b"WARC-Record-ID: <urn:a>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
WARC = HEAD % len(HTTP) + HTTP + b"\r\n\r\n"
PAGES = (json.dumps({"url": "https://a.example/1", "title": "قصف على إدلب"}) + "\nbroken\n").encode()
Make = Callable[..., list[Item]]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """The items of a WACZ file with these parts; `stated` replaces hashes in its datapackage."""

    def items(
        parts: dict[str, bytes], stated: dict[str, str] | None = None, package: bytes | None = None
    ) -> list[Item]:
        path = tmp_path / "a.wacz"
        hashes = {name: "sha256:" + hashlib.sha256(raw).hexdigest() for name, raw in parts.items()} | (stated or {})
        resources = [{"path": name, "hash": digest} for name, digest in hashes.items() if digest]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in parts.items():
                archive.writestr(name, raw)
            archive.writestr("datapackage.json", json.dumps({"resources": resources}) if package is None else package)
        return list(WaczSource(path).items())

    return items


def reasons(items: list[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Unreadable)]


def test_pages_come_with_the_titles_of_the_page_list(made: Make) -> None:
    (page,) = made({"archive/a.warc": WARC, "pages/pages.jsonl": PAGES})
    assert isinstance(page, Document)
    assert (page.body, page.hints.title) == (PAGE, "قصف على إدلب")


def test_a_page_names_the_file_and_part_that_it_lay_in(made: Make) -> None:
    (page,) = made({"archive/a.warc": WARC})
    assert isinstance(page, Document)
    assert page.container is not None
    assert page.container.path.endswith("a.wacz#archive/a.warc")


def test_a_part_with_another_hash_is_refused_by_name_and_the_others_are_read(made: Make) -> None:
    items = made({"archive/a.warc": WARC, "archive/b.warc": WARC}, {"archive/a.warc": "sha256:" + "0" * 64})
    assert "a.wacz#archive/a.warc: refused: its SHA-256" in reasons(items)[0]
    assert len(items) == 2


def test_a_part_without_a_hash_is_refused(made: Make) -> None:
    assert "states no hash" in reasons(made({"archive/a.warc": WARC}, {"archive/a.warc": ""}))[0]


def test_a_changed_page_list_gives_no_titles(made: Make) -> None:
    (page,) = made({"archive/a.warc": WARC, "pages/pages.jsonl": PAGES}, {"pages/pages.jsonl": "sha256:0"})
    assert isinstance(page, Document)
    assert page.hints.title == ""


def test_a_part_whose_path_leads_out_of_the_archive_is_not_read(made: Make) -> None:
    assert "no WARC file" in reasons(made({"archive/../../a.warc": WARC}))[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "MIN_SUSPECT_BYTES", 100_000)
    assert "refused: " in reasons(made({"archive/a.warc": bytes(1_000_000)}))[0]


@pytest.mark.parametrize("package", [b"{", b"[]", b"{}", b'{"resources": [1]}'])
def test_a_broken_datapackage_is_named(made: Make, package: bytes) -> None:
    assert "datapackage.json" in reasons(made({"archive/a.warc": WARC}, package=package))[0]


def test_what_is_no_zip_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    path.write_bytes(b"no archive")
    assert "broken ZIP archive" in reasons(list(WaczSource(path).items()))[0]
