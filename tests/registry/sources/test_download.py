"""Files fetched from a server, here one on this machine."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from musnad.registry.sources.download import DownloadError, addresses, download, sha256

FILES = {"/dump/SY.zip": b"places", "/dump/alternatenames/SY.zip": b"names" * 100_000}


class _Server(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        held = FILES.get(self.path)
        if self.path.startswith("/api"):
            address = f"http://127.0.0.1:{self.server.server_port}/dump/SY.zip"  # type: ignore[attr-defined]
            listed = [{"format": "SHP", "url": "http://nowhere.invalid/"}, {"format": "XLSX", "url": address}]
            held = json.dumps({"result": {"resources": listed}}).encode()
        if self.path == "/dump/cut.zip":
            held = b"half"
        self.send_response(200 if held is not None else 404)
        self.send_header("Content-Length", str(len(held or b"") + (self.path == "/dump/cut.zip") * 10))
        self.end_headers()
        self.wfile.write(held or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Server,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


def known(base: str, *paths: str, source: str = "geonames") -> dict[str, Any]:
    return {source: [base + path for path in paths], "countries": {"SY": {"iso3": "syr"}}}


def ignored(address: str, come: int, whole: int | None) -> None:
    pass


def test_files_are_fetched_once_and_told_as_they_come(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    base, asked = server
    held, told = known(base, *[path.replace("SY", "{country}") for path in FILES]), []
    paths = download("geonames:SY", tmp_path, lambda address, come, whole: told.append((come, whole)), held)
    assert [path.read_bytes() for path in paths] == list(FILES.values())
    assert told[0] == (6, 6)
    assert told[-1] == (500_000, 500_000)
    assert len(set(paths)) == 2
    assert download("geonames:SY", tmp_path, ignored, held) == paths
    assert asked == list(FILES)


def test_a_fetched_file_that_has_changed_is_named(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    held = known(server[0], "/dump/SY.zip")
    (path,) = download("geonames:SY", tmp_path, ignored, held)
    assert (path.parent / "SHA256SUMS").read_text(encoding="utf-8") == f"{sha256(path)}  SY.zip\n"
    path.write_bytes(b"other places")
    with pytest.raises(DownloadError, match=r"SY\.zip has changed since it was fetched"):
        download("geonames:SY", tmp_path, ignored, held)


@pytest.mark.parametrize(
    ("path", "amiss"), [("/dump/none.zip", "Not Found"), ("/dump/cut.zip", "(4 of 14 bytes came|broken off)")]
)
def test_an_address_that_gives_no_whole_file_is_named(
    tmp_path: Path, server: tuple[str, list[str]], path: str, amiss: str
) -> None:
    with pytest.raises(DownloadError, match=amiss):
        download("geonames:SY", tmp_path, ignored, known(server[0], path))
    assert not list(tmp_path.rglob("*.zip"))


def test_the_tables_of_a_data_set_of_ocha_are_looked_up(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    (path,) = download("ocha:SY", tmp_path, ignored, known(server[0], "/api?id=cod-ab-{iso3}", source="ocha"))
    assert path.read_bytes() == FILES["/dump/SY.zip"]
    assert server[1][0] == "/api?id=cod-ab-syr"


def test_a_country_without_an_address_is_named() -> None:
    with pytest.raises(DownloadError, match="osm: no address is known for XX"):
        addresses("osm", "XX")


def test_every_source_has_addresses_for_syria() -> None:
    assert addresses("osm", "SY") == ["https://download.geofabrik.de/asia/syria-latest.osm.pbf"]
    assert addresses("geonames", "SY")[0] == "https://download.geonames.org/export/dump/SY.zip"
