"""The ledger: what happened at every address."""

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
    assert ledger.tries(PAGE) == 2


def test_an_address_never_visited_has_no_visit(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "ledger.sqlite").last(PAGE) is None


def test_a_visit_is_there_for_another_process_at_once(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").record(_visit(etag='"7"'))
    found = Ledger(tmp_path / "ledger.sqlite").last(PAGE)
    assert found is not None
    assert found.validators.etag == '"7"'


def test_addresses_are_counted_by_their_state_now(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.record(_visit(state=State.FAILED))
    ledger.record(_visit())
    ledger.record(_visit(f"{PAGE}2", State.NO_TEXT))
    assert ledger.counts() == {State.STORED: 1, State.NO_TEXT: 1}


def test_all_visits_come_in_order_however_many(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number in range(1_100):
        ledger.record(_visit(f"{PAGE}/{number}"))
    assert [visit.address for visit in ledger.visits()] == [f"{PAGE}/{number}" for number in range(1_100)]
