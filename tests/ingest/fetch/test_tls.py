"""TLS: the connection goes to the address that was judged, and the certificate must be the name's."""

import datetime as dt
import ssl
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from musnad.ingest.fetch import Fetcher, Policy
from musnad.ingest.sources.base import Fetched, Refused

if sys.platform == "win32":
    pytest.skip("certificates of this test are read by path", allow_module_level=True)

NAME = "akhbar.example"
JUDGED = "93.184.216.34"
PAGE = "<p>قصف</p>".encode()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for NAME, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return certificate, secret


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A TLS server on loopback that stands for JUDGED, and the context that trusts its certificate."""
    certificate, key = _certificate(tmp_path)
    offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offered.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = offered.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    real = httpcore.SyncBackend.connect_tcp

    def connect(self: httpcore.SyncBackend, host: str, port: int, *more: Any) -> httpcore.NetworkStream:
        assert (host, port) == (JUDGED, 443), "connected to what was not judged"
        return real(self, "127.0.0.1", server.server_address[1], *more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    yield ssl.create_default_context(cafile=str(certificate))
    server.shutdown()
    server.server_close()
    thread.join()


def _fetch(url: str, trust: ssl.SSLContext | None) -> Fetched | Refused:
    turns = iter([[JUDGED]] * 9)
    policy = Policy(attempts=1, robots=False)
    with Fetcher(policy, resolve=lambda host, port: next(turns), ssl_context=trust) as fetch:
        answer = fetch(url)
    assert isinstance(answer, Fetched | Refused)
    return answer


def test_a_page_comes_from_the_judged_address_under_its_own_name(trust: ssl.SSLContext) -> None:
    answer = _fetch(f"https://{NAME}/", trust)
    assert isinstance(answer, Fetched), answer
    assert answer.body == PAGE


def test_another_names_certificate_is_refused(trust: ssl.SSLContext) -> None:
    answer = _fetch("https://other.example/", trust)
    assert isinstance(answer, Refused)
    assert "certificate" in answer.reason


def test_a_certificate_that_nobody_vouches_for_is_refused(trust: ssl.SSLContext) -> None:
    answer = _fetch(f"https://{NAME}/", None)
    assert isinstance(answer, Refused)
    assert "certificate" in answer.reason
