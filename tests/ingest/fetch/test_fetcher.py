"""Fetching from a real server: redirects, retries, limits, manners."""

import datetime as dt
import email.utils
import gzip
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from server import Server, served

from musnad.ingest.fetch import Fetcher, Policy
from musnad.ingest.sources.base import Fetched, Refused, Unchanged, Validators
from musnad.ingest.states import State

PAGE = "<p>قصف مدفعي على أطراف البلدة</p>".encode()


@pytest.fixture
def site() -> Iterator[Server]:
    with served() as server:
        server.put("/news", PAGE)
        yield server


class Sleeper:
    """Sleeps not at all, and remembers how long it should have."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def _fetch(site: Server, path: str = "/news", validators: Validators | None = None, **policy: object) -> object:
    return _slept(site, path, validators, **policy)[0]


def _slept(
    site: Server, path: str, validators: Validators | None = None, **policy: object
) -> tuple[object, list[float]]:
    sleeper = Sleeper()
    with _fetcher(site, sleeper, **policy) as fetch:
        return fetch(site.base + path, validators), sleeper.slept


def _fetcher(site: Server, sleeper: Sleeper, **policy: object) -> Fetcher:
    settings = {"allow_hosts": frozenset({"127.0.0.1"}), "delay": 0.0, **policy}
    return Fetcher(Policy(**settings), sleep=sleeper)  # type: ignore[arg-type]


def _reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_a_page_comes_with_its_exchange(site: Server) -> None:
    answer = _fetch(site, contact="desk@musnad.example")
    assert isinstance(answer, Fetched)
    assert answer.body == PAGE
    exchange = answer.exchange
    assert (exchange.status, exchange.final_url, exchange.redirects) == (200, f"{site.base}/news", ())
    assert exchange.response_headers["content-type"] == "text/html; charset=utf-8"
    assert exchange.time.tzinfo is dt.UTC
    _, sent = site.asked[-1]
    assert sent == exchange.request_headers
    assert sent["user-agent"].startswith("Musnad/")
    assert sent["user-agent"].endswith("(+desk@musnad.example)")


def test_loopback_is_refused_where_nobody_allows_it(site: Server) -> None:
    with Fetcher(Policy()) as fetch:
        answer = fetch(f"{site.base}/news")
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE
    assert site.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Server, status: int) -> None:
    site.put("/old", status=status, location="/news")
    answer = _fetch(site, "/old")
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.exchange.final_url) == (f"{site.base}/old", f"{site.base}/news")
    assert answer.exchange.redirects == (f"{site.base}/old",)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "the scheme 'file'"),
        ("http://169.254.169.254/latest", "a cloud's metadata service"),
        ("http://[::1]:80/", "a loopback address"),
        ("//localhost/admin", "a name of the own network"),
        ("http://user@akhbar.example/", "credentials"),
    ],
)
def test_a_redirect_to_where_nothing_is_fetched_is_refused(site: Server, location: str, reason: str) -> None:
    site.put("/old", status=302, location=location)
    answer = _fetch(site, "/old")
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE
    assert f"redirected to {location!r}" in answer.reason
    assert reason in answer.reason
    assert site.paths == ["/old"]


def test_a_circle_of_redirects_ends(site: Server) -> None:
    site.put("/a", status=302, location="/b")
    site.put("/b", status=302, location="/a")
    assert "redirected in a circle" in _reason(_fetch(site, "/a"))


def test_too_many_redirects_end(site: Server) -> None:
    for step in range(9):
        site.put(f"/{step}", status=302, location=f"/{step + 1}")
    assert "more than 5 redirects" in _reason(_fetch(site, "/0"))
    assert len(site.paths) == 6


def test_a_redirect_without_a_target_is_told(site: Server) -> None:
    site.put("/old", status=301)
    assert _reason(_fetch(site, "/old")) == "status 301 without a Location"


def test_what_has_not_changed_is_not_sent_again(site: Server) -> None:
    site.put("/news", status=304)
    answer = _fetch(site, validators=Validators(etag='"7"', last_modified="Mon, 05 Feb 2024 10:00:00 GMT"))
    assert isinstance(answer, Unchanged)
    assert site.asked[-1][1]["if-none-match"] == '"7"'
    assert site.asked[-1][1]["if-modified-since"] == "Mon, 05 Feb 2024 10:00:00 GMT"


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_page_that_is_not_there_is_asked_for_once(site: Server, status: int) -> None:
    site.put("/news", status=status)
    answer = _fetch(site)
    assert isinstance(answer, Refused)
    assert (answer.state, answer.status, answer.reason) == (State.FAILED, status, f"status {status}")
    assert site.paths == ["/news"]


def test_a_host_in_trouble_is_asked_again_with_longer_and_longer_pauses(site: Server) -> None:
    site.put_in_turn("/news", (500, b"", {}), (502, b"", {}), (200, PAGE, {}))
    answer, slept = _slept(site, "/news", backoff=2.0)
    assert isinstance(answer, Fetched)
    first, second = slept
    assert 2.0 <= first <= 4.0
    assert 4.0 <= second <= 6.0


def test_a_host_that_stays_in_trouble_is_left_after_some_tries(site: Server) -> None:
    site.put("/news", status=500)
    assert _reason(_fetch(site, attempts=3)) == "status 500"
    assert len(site.paths) == 3


def test_a_busy_host_is_given_the_time_it_asks_for(site: Server) -> None:
    site.put_in_turn("/news", (429, b"", {"retry_after": "7"}), (200, PAGE, {}))
    answer, slept = _slept(site, "/news")
    assert isinstance(answer, Fetched)
    assert slept[0] == 7.0


def test_a_busy_host_may_name_a_moment(site: Server) -> None:
    moment = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20), usegmt=True)
    site.put_in_turn("/news", (503, b"", {"retry_after": moment}), (200, PAGE, {}))
    _, slept = _slept(site, "/news")
    assert 15 <= slept[0] <= 20


def test_a_host_that_is_busy_for_long_is_left_for_the_next_run(site: Server) -> None:
    site.put("/news", status=429, retry_after="3600")
    answer, slept = _slept(site, "/news")
    assert isinstance(answer, Refused)
    assert (answer.state, answer.status) == (State.LATER, 429)
    assert "come again in 3600 s" in answer.reason
    assert slept == []


def test_a_page_that_robots_forbid_is_not_asked_for(site: Server) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /news", content_type="text/plain")
    answer = _fetch(site)
    assert isinstance(answer, Refused)
    assert answer.state is State.ROBOTS
    assert site.paths == []


def test_rules_for_musnad_go_before_those_for_all(site: Server) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: musnad\nAllow: /news\nDisallow: /"
    site.put("/robots.txt", rules, content_type="text/plain")
    assert isinstance(_fetch(site), Fetched)


def test_a_redirect_to_what_robots_forbid_is_refused(site: Server) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private", content_type="text/plain")
    site.put("/old", status=302, location="/private/a")
    answer = _fetch(site, "/old")
    assert isinstance(answer, Refused)
    assert answer.state is State.ROBOTS


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_host_without_robots_may_be_asked(site: Server, status: int) -> None:
    site.put("/robots.txt", status=status)
    assert isinstance(_fetch(site), Fetched)


def test_a_host_whose_robots_cannot_be_had_is_left_alone(site: Server) -> None:
    site.put("/robots.txt", status=503)
    assert _reason(_fetch(site)) == "the host's robots.txt cannot be had: status 503"


def test_robots_are_asked_for_once(site: Server) -> None:
    site.put("/robots.txt", b"User-agent: *\nAllow: /", content_type="text/plain")
    with _fetcher(site, Sleeper()) as fetch:
        fetch(f"{site.base}/news")
        fetch(f"{site.base}/news")
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_host_gets_the_pause_that_it_asks_for(site: Server) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 9", content_type="text/plain")
    sleeper = Sleeper()
    with _fetcher(site, sleeper, delay=1.0) as fetch:
        fetch(f"{site.base}/news")
        fetch(f"{site.base}/news")
    assert max(sleeper.slept) == pytest.approx(9, abs=1.2)


def test_two_threads_keep_the_pause_between_them(site: Server) -> None:
    began: list[float] = []
    site.answers["/robots.txt"] = lambda handler: handler.send_error(404)
    plain = site.answers["/news"]

    def timed(handler: BaseHTTPRequestHandler) -> None:
        began.append(time.monotonic())
        plain(handler)

    site.answers["/news"] = timed
    with Fetcher(Policy(allow_hosts=frozenset({"127.0.0.1"}), delay=0.15)) as fetch:
        threads = [threading.Thread(target=fetch, args=(f"{site.base}/news",)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    pauses = [later - earlier for earlier, later in zip(sorted(began), sorted(began)[1:], strict=False)]
    assert min(pauses) > 0.1


def test_a_cookie_is_not_kept(site: Server) -> None:
    site.put("/news", PAGE, set_cookie="id=7")
    with _fetcher(site, Sleeper()) as fetch:
        fetch(f"{site.base}/news")
        fetch(f"{site.base}/news")
    assert all("cookie" not in headers for _, headers in site.asked)


def test_gzip_is_undone(site: Server) -> None:
    site.put("/news", gzip.compress(PAGE), content_encoding="gzip")
    answer = _fetch(site)
    assert isinstance(answer, Fetched)
    assert answer.body == PAGE


def test_broken_gzip_is_told(site: Server) -> None:
    site.put("/news", gzip.compress(PAGE * 50)[:-9], content_encoding="gzip")
    assert "broken gzip" in _reason(_fetch(site))


def test_a_bomb_is_refused(site: Server) -> None:
    site.put("/news", gzip.compress(b"\0" * 30_000_000), content_encoding="gzip")
    assert "more than 1,000,000 bytes after unpacking" in _reason(_fetch(site, max_bytes=1_000_000))


def test_a_body_that_is_announced_as_too_large_is_not_read(site: Server) -> None:
    site.put("/news", PAGE, content_length="99999999")
    assert "99,999,999 bytes announced" in _reason(_fetch(site))


def test_a_body_without_end_is_cut_off(site: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.send_header("connection", "close")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    site.answers["/news"] = endless
    assert "more than 100,000 bytes sent" in _reason(_fetch(site, max_wire_bytes=100_000))


def test_a_body_that_ends_early_is_told(site: Server) -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.send_header("content-length", "1000")
        handler.end_headers()
        handler.wfile.write(PAGE)
        handler.close_connection = True

    site.answers["/news"] = short
    assert "no connection" in _reason(_fetch(site, attempts=1))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_an_answer_that_drips_is_given_up(site: Server, part: str) -> None:
    def dripping(handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.send_header("content-length", "1000")
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-a: ")
        for _ in range(1000):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers["/news"] = dripping
    site.put("/robots.txt", status=404)
    began = time.monotonic()
    assert "timed out" in _reason(_fetch(site, attempts=1, total=0.4))
    assert time.monotonic() - began < 5


def test_a_picture_is_no_article(site: Server) -> None:
    site.put("/news", b"\x89PNG", content_type="image/png")
    assert _reason(_fetch(site)) == "image/png holds no article"


def test_a_host_that_is_not_there_is_told(site: Server) -> None:
    with Fetcher(Policy(attempts=1, robots=False, allow_hosts=frozenset({"127.0.0.1"}))) as fetch:
        assert "no connection" in _reason(fetch("http://127.0.0.1:1/news"))


def test_a_host_that_is_not_there_failed_and_is_not_refused_by_robots() -> None:
    with Fetcher(Policy(attempts=1, allow_hosts=frozenset({"127.0.0.1"}))) as fetch:
        answer = fetch("http://127.0.0.1:1/news")
    assert isinstance(answer, Refused)
    assert answer.state is State.FAILED


def test_a_name_that_leads_nowhere_is_told() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with Fetcher(Policy(attempts=1, robots=False), resolve=nowhere) as fetch:
        assert "cannot be resolved" in _reason(fetch("http://akhbar.example/"))


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["169.254.169.254"]])
def test_a_name_that_leads_into_the_own_network_is_refused(addresses: list[str]) -> None:
    with Fetcher(Policy(attempts=1, robots=False), resolve=lambda host, port: addresses) as fetch:
        answer = fetch("http://akhbar.example/")
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE
    assert "akhbar.example leads to" in answer.reason


def test_a_name_that_changes_after_it_was_judged_leads_nowhere_else(
    site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the first answer is public, any later one would be loopback."""
    answers = iter([["93.184.216.34"]])
    tried: list[str] = []

    def connect(self: object, host: str, *_: object, **__: object) -> None:
        tried.append(host)
        raise __import__("httpcore").ConnectError("no route")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    resolve = lambda host, port: next(answers, ["127.0.0.1"])  # noqa: E731
    with Fetcher(Policy(attempts=1, robots=False), resolve=resolve) as fetch:
        answer = fetch(f"http://akhbar.example:{8080}/")
    assert "no connection" in _reason(answer)
    assert tried == ["93.184.216.34"]
    assert site.asked == []


def test_a_proxy_is_asked_for_what_lies_behind_it(site: Server) -> None:
    def proxied(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", str(len(PAGE)))
        handler.end_headers()
        handler.wfile.write(PAGE)

    site.answers["http://akhbar.example/news"] = proxied
    policy = Policy(proxy=site.base, robots=False, attempts=1)
    with Fetcher(policy, resolve=lambda host, port: ["93.184.216.34"]) as fetch:
        answer = fetch("http://akhbar.example/news")
    assert isinstance(answer, Fetched), answer
    assert site.asked[0][0] == "http://akhbar.example/news"


def test_a_proxy_is_not_asked_for_the_own_network(site: Server) -> None:
    with Fetcher(Policy(proxy=site.base, robots=False), resolve=lambda host, port: ["10.0.0.7"]) as fetch:
        answer = fetch("http://akhbar.example/news")
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE
    assert site.asked == []


@pytest.mark.parametrize("location", ["http://[::1/x", "//[zz]/x", "http://a b/"])
def test_a_broken_redirect_is_refused_and_told(site: Server, location: str) -> None:
    site.put("/old", status=302, location=location)
    answer = _fetch(site, "/old")
    assert isinstance(answer, Refused)
    assert "redirected to" in answer.reason


def test_a_redirect_to_an_arabic_path_in_raw_utf_8_is_followed(site: Server) -> None:
    path = "/%D9%85%D9%82%D8%A7%D9%84"
    site.put(path, PAGE)
    site.put("/old", status=302, location="/مقال".encode().decode("latin-1"))
    answer = _fetch(site, "/old")
    assert isinstance(answer, Fetched), answer
    assert answer.exchange.final_url == site.base + path


@pytest.mark.parametrize("after", ["Mon, 05 Feb 99999 10:00:00 GMT", "Mon, 05 Feb 2024 10:00:00 +9999", "bald", "-5"])
def test_an_odd_retry_after_is_no_retry_after(site: Server, after: str) -> None:
    site.put("/news", status=503, retry_after=after)
    answer = _fetch(site, attempts=1)
    assert isinstance(answer, Refused)
    assert answer.state is State.LATER


def test_a_validator_that_no_header_can_hold_is_not_sent(site: Server) -> None:
    assert isinstance(_fetch(site, validators=Validators(etag='"نسخة"', last_modified="a\r\nhost: b")), Fetched)
    assert "if-none-match" not in site.asked[-1][1]


def test_a_304_that_nobody_asked_for_is_a_failure(site: Server) -> None:
    site.put("/news", status=304)
    assert "304 without having asked" in _reason(_fetch(site))


def test_robots_with_a_byte_order_mark_are_heeded(site: Server) -> None:
    site.put("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /news", content_type="text/plain")
    answer = _fetch(site)
    assert isinstance(answer, Refused)
    assert answer.state is State.ROBOTS


def test_of_endless_robots_the_beginning_counts(site: Server) -> None:
    rules = b"User-agent: *\nDisallow: /news\n" + b"# filler\n" * 2_000_000
    site.put("/robots.txt", rules, content_type="text/plain")
    answer = _fetch(site, max_wire_bytes=1_000_000)
    assert isinstance(answer, Refused)
    assert answer.reason == "the host's robots.txt asks not to fetch it"


def test_one_dropped_connection_does_not_make_a_host_refuse(site: Server) -> None:
    dropped: list[int] = []

    def drops_once(handler: BaseHTTPRequestHandler) -> None:
        if dropped:
            handler.send_error(404)
        else:
            dropped.append(1)
            handler.close_connection = True

    site.answers["/robots.txt"] = drops_once
    assert isinstance(_fetch(site), Fetched)


def test_a_private_host_is_unsafe_and_not_a_matter_of_robots() -> None:
    with Fetcher(Policy(), resolve=lambda host, port: ["10.0.0.7"]) as fetch:
        answer = fetch("http://akhbar.example/")
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE


def test_an_allowed_host_may_be_written_in_capitals(site: Server) -> None:
    with Fetcher(Policy(allow_hosts=frozenset({f"LOCALHOST:{site.port}"}), delay=0.0)) as fetch:
        assert isinstance(fetch(f"http://localhost:{site.port}/news"), Fetched)
