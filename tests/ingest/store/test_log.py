"""The log: lines that only grow, and show what was done to them."""

from pathlib import Path

import pytest

from musnad.ingest.store.log import Log, checked, lines


def _written(path: Path, *values: dict[str, object]) -> None:
    log = Log(path)
    for value in values:
        log.append(value)
    log.close()


def _faults(path: Path) -> list[tuple[int, str]]:
    return [(line.number, line.fault) for line in checked(path) if line.fault]


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    _written(tmp_path / "log.jsonl", {"title": "قصف"}, {"title": "هدنة"})
    assert [line.value["title"] for line in lines(tmp_path / "log.jsonl")] == ["قصف", "هدنة"]


def test_an_untouched_log_has_no_fault(tmp_path: Path) -> None:
    _written(tmp_path / "log.jsonl", {"a": 1}, {"a": 2}, {"a": 3})
    assert _faults(tmp_path / "log.jsonl") == []


def test_a_log_opened_again_is_chained_on(tmp_path: Path) -> None:
    _written(tmp_path / "log.jsonl", {"a": 1})
    _written(tmp_path / "log.jsonl", {"a": 2})
    assert _faults(tmp_path / "log.jsonl") == []


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda rows: [rows[0], rows[1].replace(b"5", b"9"), rows[2]], id="a figure changed"),
        pytest.param(lambda rows: [rows[0], rows[2]], id="a line taken out"),
        pytest.param(lambda rows: [rows[0], rows[2], rows[1]], id="two lines exchanged"),
        pytest.param(lambda rows: [rows[0], rows[0], rows[1], rows[2]], id="a line doubled"),
    ],
)
def test_what_was_done_to_a_line_shows(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "log.jsonl"
    _written(path, {"killed": 4}, {"killed": 5}, {"killed": 6})
    path.write_bytes(b"".join(spoil(path.read_bytes().splitlines(keepends=True))))  # type: ignore[operator]
    assert _faults(path)[0][0] == 2


def test_a_broken_line_is_named_and_the_next_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    _written(path, {"a": 1}, {"a": 2})
    path.write_bytes(b"{broken\n" + path.read_bytes())
    assert [line.value.get("a") for line in lines(path)] == [None, 1, 2]
    assert "broken JSON" in _faults(path)[0][1]


def test_half_a_line_is_set_aside_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    _written(path, {"a": 1})
    with path.open("ab") as file:
        file.write(b'{"a":2,"ch')
    _written(path, {"a": 3})
    assert [line.value["a"] for line in lines(path)] == [1, 3]
    assert _faults(path) == []
    assert path.with_suffix(".partial").read_bytes() == b'{"a":2,"ch\n'


def test_a_line_longer_than_the_window_is_found_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    _written(path, {"text": "ن" * 100_000})
    _written(path, {"text": "ك"})
    assert _faults(path) == []
    assert len(list(lines(path))) == 2
