"""Trusted timestamps from a real authority: `openssl ts` behind an HTTP server on loopback."""

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from musnad.errors import TimestampError
from musnad.ingest.sources.base import Document
from musnad.ingest.store.folder import FolderStore
from musnad.ingest.store.timestamps import MAX_ANSWER, Timestamper, over_http, roots, verify
from musnad.ingest.store.verify import verify as verified

DIGEST = hashlib.sha256("قُتل ثلاثة مدنيين أمس.".encode()).digest()
CONFIG = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[usage]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(*arguments: str | Path, data: bytes | None = None) -> bytes:
    done = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def make_root(folder: Path, name: str) -> None:
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        *("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"),
    )


def make_signer(folder: Path, name: str) -> None:
    request = folder / f"{name}.csr"
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", folder / f"{name}.key")
    openssl("req", "-new", *key, "-subj", f"/CN={name}", "-out", request)
    openssl(
        *("x509", "-req", "-in", request, "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial"),
        *("-days", "30", "-extfile", folder / "tsa.cnf", "-extensions", "usage", "-out", folder / f"{name}.pem"),
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root, a certificate of a timestamp authority, and openssl's configuration."""
    if shutil.which("openssl") is None:
        assert not os.environ.get("CI"), "openssl is missing: timestamps would go untested"
        pytest.skip("openssl is missing")
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    make_root(folder, "ca")
    make_root(folder, "stranger")
    make_signer(folder, "tsa")
    return folder


def reply(folder: Path, query: bytes) -> bytes:
    (folder / "query.tsq").write_bytes(query)
    return openssl("ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "query.tsq")


class _Handler(BaseHTTPRequestHandler):
    """Answers queries by openssl; the path says what goes wrong."""

    folder: Path

    def do_POST(self) -> None:
        assert self.headers["content-type"] == "application/timestamp-query"
        query = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/slow":
            time.sleep(1)
        if self.path == "/drip":
            return self._drip()
        self.send_response({"/500": 500, "/moved": 302}.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("location", "/")
        self.send_header("content-type", "application/timestamp-reply")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(self._body(query))

    def _body(self, query: bytes) -> bytes:
        if self.path == "/garbage":
            return b"<html>login</html>"
        if self.path == "/endless":
            return b"0" * (MAX_ANSWER + 100_000)
        if self.path == "/refusal":
            return reply(self.folder, query.replace(bytes.fromhex("0609608648016503040201"), b"\x06\x09" + b"\x2a" * 9))
        if self.path == "/other":
            return reply(self.folder, query.replace(DIGEST, b"x" * 32))
        return b"" if self.path == "/slow" else reply(self.folder, query)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(20):
                self.wfile.write(b"0")
                time.sleep(0.05)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url(authority: Path) -> Iterator[str]:
    _Handler.folder = authority
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def token(url: str) -> bytes:
    return Timestamper(url).stamp(DIGEST)


def test_a_token_says_when_the_digest_existed(authority: Path, token: bytes) -> None:
    moment = verify(token, DIGEST, roots(authority / "ca.pem"))
    assert moment.utcoffset() == dt.timedelta(0)
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)


def test_openssl_itself_holds_the_token_for_good(authority: Path, token: bytes, tmp_path: Path) -> None:
    (tmp_path / "token.tst").write_bytes(token)
    told = openssl(
        *("ts", "-verify", "-digest", DIGEST.hex(), "-token_in", "-in", tmp_path / "token.tst"),
        *("-CAfile", authority / "ca.pem"),
    )
    assert b"OK" in told


def test_another_digest_is_refused(authority: Path, token: bytes) -> None:
    with pytest.raises(TimestampError, match="over another digest"):
        verify(token, hashlib.sha256(b"other").digest(), roots(authority / "ca.pem"))


def test_another_root_is_refused(authority: Path, token: bytes) -> None:
    with pytest.raises(TimestampError, match="does not hold"):
        verify(token, DIGEST, roots(authority / "stranger.pem"))


def test_one_of_several_roots_is_enough(authority: Path, token: bytes) -> None:
    both = [*roots(authority / "stranger.pem"), *roots(authority / "ca.pem")]
    assert verify(token, DIGEST, both)


def test_no_roots_verify_nothing(token: bytes) -> None:
    with pytest.raises(TimestampError, match="no root certificates"):
        verify(token, DIGEST, [])


@pytest.mark.parametrize("part", ["time", "signature"])
def test_a_token_that_was_tampered_with_is_refused(authority: Path, token: bytes, part: str) -> None:
    at = token.index(b"\x18\x0f20") + 5 if part == "time" else len(token) - 10
    tampered = bytearray(token)
    tampered[at] ^= 0x01
    with pytest.raises(TimestampError):
        verify(bytes(tampered), DIGEST, roots(authority / "ca.pem"))


@pytest.mark.parametrize("token", [b"", b"garbage", b"\x30\x03\x02\x01\x00", b"\x30\x84\xff\xff\xff\xff"])
def test_what_is_no_token_is_refused(authority: Path, token: bytes) -> None:
    with pytest.raises(TimestampError):
        verify(token, DIGEST, roots(authority / "ca.pem"))


def test_a_token_that_was_cut_short_is_refused(authority: Path, token: bytes) -> None:
    for size in range(0, len(token), 97):
        with pytest.raises(TimestampError):
            verify(token[:size], DIGEST, roots(authority / "ca.pem"))


def test_a_token_over_another_kind_of_digest_is_refused(authority: Path, tmp_path: Path) -> None:
    query = openssl("ts", "-query", "-digest", "ab" * 64, "-sha512", "-cert")
    (tmp_path / "reply.tsr").write_bytes(reply(authority, query))
    token = openssl("ts", "-reply", "-in", tmp_path / "reply.tsr", "-token_out")
    with pytest.raises(TimestampError, match="another kind of digest"):
        verify(token, bytes.fromhex("ab" * 64), roots(authority / "ca.pem"))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/500", "answers 500"),
        ("/moved", "answers 302"),
        ("/garbage", "no RFC 3161 timestamp"),
        ("/endless", "more than 100,000 bytes"),
        ("/refusal", "refuses"),
        ("/other", "over another digest"),
    ],
)
def test_an_authority_that_misbehaves_is_named(url: str, path: str, reason: str) -> None:
    with pytest.raises(TimestampError, match=reason):
        Timestamper(url + path).stamp(DIGEST)


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_answer_ends_in_time(url: str, path: str) -> None:
    with pytest.raises(TimestampError, match=r"timed out|takes too long"):
        Timestamper(url + path, over_http(timeout=0.2)).stamp(DIGEST)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://[x/", "ftp://tsa.example/"])
def test_an_authority_that_is_not_there_is_named(address: str) -> None:
    with pytest.raises(TimestampError):
        Timestamper(address).stamp(DIGEST)


def test_an_answer_to_an_earlier_request_is_refused(authority: Path) -> None:
    held: list[bytes] = []

    def replayed(url: str, body: bytes, headers: dict[str, str]) -> bytes:
        held.append(reply(authority, body))
        return held[0]

    timestamper = Timestamper("http://tsa.example", replayed)
    timestamper.stamp(DIGEST)
    with pytest.raises(TimestampError, match="another request"):
        timestamper.stamp(DIGEST)


def test_what_is_no_digest_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(TimestampError, match="32 bytes"):
        Timestamper("http://tsa.example").stamp(b"short")


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("nothing")
    with pytest.raises(TimestampError, match=r"roots\.pem"):
        roots(tmp_path / "roots.pem")


def test_a_store_with_timestamps_is_verified_by_their_root(url: str, authority: Path, tmp_path: Path) -> None:
    with FolderStore(tmp_path / "store", Timestamper(url).stamp) as store:
        store.capture(Document(address="https://akhbar.example/1", body=b"<p>page</p>"))
    found = verified(tmp_path / "store", roots(authority / "ca.pem"))
    assert (found.timestamps, found.faults) == (1, [])


def test_a_timestamp_under_another_root_is_a_fault(url: str, authority: Path, tmp_path: Path) -> None:
    with FolderStore(tmp_path / "store", Timestamper(url).stamp) as store:
        store.capture(Document(address="https://akhbar.example/1", body=b"<p>page</p>"))
    found = verified(tmp_path / "store", roots(authority / "stranger.pem"))
    assert [(fault.path, fault.line) for fault in found.faults] == [("captures.jsonl", 1)]
