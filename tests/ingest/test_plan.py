"""What a call names becomes sources."""

import datetime as dt
from pathlib import Path

import pytest

from musnad.ingest.fetch import Policy
from musnad.ingest.outlets import Outlet
from musnad.ingest.plan import Call, is_address, policy, sources
from musnad.ingest.sources.base import Fetched, Refused, Unchanged, Validators
from musnad.ingest.sources.discover import LookedAt
from musnad.ingest.sources.feed import FeedSource
from musnad.ingest.sources.files import FilesSource
from musnad.ingest.sources.pages import PagesSource
from musnad.ingest.states import State
from musnad.ingest.store.ledger import Ledger, Visit

PAGE = "https://akhbar.example/news/1"
FEED = "https://akhbar.example/feed"


def _outlet(**more: object) -> Outlet:
    fields = {"name": "الأخبار", "url": "https://akhbar.example/", "country": "SY", "kind": "outlet", "feeds": [FEED]}
    return Outlet(**{**fields, **more})  # type: ignore[arg-type]


def _nothing(url: str, validators: Validators | None = None) -> Fetched | Unchanged | Refused:
    raise AssertionError(f"asked for {url}")


def _visit(address: str, state: State, **more: object) -> Visit:
    return Visit(address=address, at="2024-02-05T10:00:00+00:00", run="r", source="s", state=state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [PAGE, "file:///etc/passwd", "ftp://akhbar.example/a", " http://akhbar.example"])
def test_what_is_written_like_an_address_is_one(target: str) -> None:
    assert is_address(target)


@pytest.mark.parametrize("target", ["a.txt", "./http", "C:\\news\\a.txt", "-", "/data/2024:02:05.jsonl"])
def test_anything_else_is_a_file(target: str) -> None:
    assert not is_address(target)


def test_files_and_addresses_become_their_sources(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    found = sources(Call(named=("a.txt", PAGE)), _nothing, ledger)
    assert [type(one.source) for one in found] == [FilesSource, LookedAt]
    assert found[0].source.address == str(Path("a.txt").absolute())


def test_a_page_that_is_kept_is_not_looked_at_again_unless_asked_for(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(PAGE, State.STORED))
    (known,) = sources(Call(named=(PAGE,)), _nothing, ledger)
    (again,) = sources(Call(named=(PAGE,), refresh=True), _nothing, ledger)
    assert (type(known.source), type(again.source)) == (PagesSource, LookedAt)


def test_an_outlets_feed_is_asked_for_with_what_it_said_last(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(FEED, State.LISTED, etag='"3"'))
    (polled,) = sources(Call(outlets=(_outlet(),)), _nothing, ledger)
    assert isinstance(polled.source, FeedSource)
    assert polled.source.validators == Validators(etag='"3"')
    assert (polled.operator.outlet, polled.operator.country) == ("الأخبار", "SY")


def test_an_outlet_that_is_not_enabled_is_not_polled(tmp_path: Path) -> None:
    call = Call(outlets=(_outlet(enabled=False, delay=9.0, allow_hosts=["127.0.0.1"]),))
    assert sources(call, _nothing, Ledger(tmp_path / "ledger.sqlite")) == []
    assert policy(Policy(), call) == Policy()


def test_an_outlets_pause_and_hosts_hold_for_its_own_hosts() -> None:
    outlet = _outlet(delay=9.0, allow_hosts=["192.0.2.7:8080"], feeds=["https://feeds.akhbar.example/all"])
    found = policy(Policy(delay=1.0), Call(outlets=(outlet,)))
    assert found.delays == {"akhbar.example": 9.0, "feeds.akhbar.example": 9.0}
    assert found.delay == 1.0
    assert found.allow_hosts == frozenset({"192.0.2.7:8080"})


@pytest.mark.parametrize(
    ("since", "conditional"), [("2024-02-03", True), ("2024-02-01", True), ("2024-01-01", False), (None, False)]
)
def test_a_feed_is_asked_for_in_full_where_the_call_goes_back_further(
    tmp_path: Path, since: str | None, conditional: bool
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(FEED, State.LISTED, etag='"3"', since="2024-02-01T00:00:00+00:00"))
    start = since and dt.datetime.fromisoformat(since).replace(tzinfo=dt.UTC)
    (polled,) = sources(Call(outlets=(_outlet(),), since=start or None), _nothing, ledger)
    assert isinstance(polled.source, FeedSource)
    assert polled.source.validators == (Validators(etag='"3"') if conditional else Validators())
