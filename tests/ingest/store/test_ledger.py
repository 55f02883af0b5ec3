"""The ledger: what happened at every address."""

import sqlite3
from contextlib import closing
from pathlib import Path

from musnad.ingest.states import State
from musnad.ingest.store.ledger import Ledger, Visit

PAGE = "https://akhbar.example/1"


def _visit(address: str = PAGE, state: State = State.STORED, **more: object) -> Visit:
    return Visit(address=address, at="2024-02-05T10:00:00+00:00", run="r1", source="feed", state=state, **more)  # type: ignore[arg-type]


def test_the_latest_visit_counts_and_earlier_ones_stay(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(state=State.FAILED, reason="نفد الوقت"))
    ledger.record(_visit())
    last = ledger.last(PAGE)
    assert last is not None
    assert last.state is State.STORED
    assert [visit.state for visit in ledger.visits(PAGE)] == [State.FAILED, State.STORED]


def test_an_address_never_visited_has_no_visit(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "ledger.sqlite").last(PAGE) is None


def test_a_visit_is_there_for_another_process_at_once(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").record(_visit(etag='"7"'))
    found = Ledger(tmp_path / "ledger.sqlite").last(PAGE)
    assert found is not None
    assert found.validators.etag == '"7"'


def test_visits_in_vain_are_counted_since_the_address_was_last_done_with(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for state in (State.FAILED, State.FAILED, State.STORED, State.FAILED, State.LATER):
        ledger.record(_visit(state=state))
    assert ledger.failures(PAGE) == 2


def test_all_visits_come_in_order_however_many(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number in range(1_100):
        ledger.record(_visit(f"{PAGE}/{number}"))
    assert [visit.address for visit in ledger.visits()] == [f"{PAGE}/{number}" for number in range(1_100)]


def test_a_ledger_without_the_column_of_since_is_taken_up(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").record(_visit())
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database:
        database.execute("ALTER TABLE visits DROP COLUMN since")
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(since="2024-02-01T00:00:00+00:00"))
    assert [visit.since for visit in ledger.visits(PAGE)] == [None, "2024-02-01T00:00:00+00:00"]
