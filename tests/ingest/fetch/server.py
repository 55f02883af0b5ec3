"""A real HTTP server on loopback whose answers a test writes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Answers by path; `asked` are the requests that came: their paths and headers (names in lower case)."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.base = ""
        self.port = 0

    @property
    def paths(self) -> list[str]:
        """The paths asked for, without that of robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Answer at `path` with this from now on; `content_type` becomes `content-type`."""
        self.put_in_turn(path, (status, body, headers))

    def put_in_turn(self, path: str, *answers: tuple[int, bytes, dict[str, str]]) -> None:
        """Answer with each of these in turn, the last one for ever."""
        left = list(answers)

        def answer(handler: BaseHTTPRequestHandler) -> None:
            status, body, headers = left.pop(0) if len(left) > 1 else left[0]
            handler.send_response(status)
            for name, value in {"content_type": "text/html; charset=utf-8", **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            if "content_length" not in headers and status != 304:
                handler.send_header("content-length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer


@contextmanager
def served() -> Iterator[Server]:
    """A running server."""
    site = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            path = self.path if self.path in site.answers else self.path.partition("?")[0]
            answer = site.answers.get(path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.port = server.server_address[1]
    site.base = f"http://127.0.0.1:{site.port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
