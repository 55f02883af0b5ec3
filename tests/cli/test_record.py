"""`musnad record` and `musnad db`, as they are typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from musnad.cli.main import app

SAMPLES = Path(__file__).parents[2] / "samples"


class Typed:
    """Commands on a record of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, f"sqlite:///{folder / 'record.sqlite3'}"

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(app, [str(one) for one in (*arguments, "--database", self.url)])

    def events(self) -> list[str]:
        """The ids of all events."""
        return [line.split()[0] for line in self("record", "events").stdout.splitlines()]


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample week, read."""
    path = tmp_path_factory.mktemp("readings") / "week.jsonl"
    result = CliRunner().invoke(app, ["read", str(SAMPLES / "week.jsonl"), "--format", "jsonl", "--output", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def typed(tmp_path: Path, readings: Path) -> Typed:
    """A record that holds the sample week."""
    held = Typed(tmp_path)
    result = held("record", "add", readings, "--sample")
    assert result.exit_code == 0, result.output
    return held


def test_readings_come_in_once(typed: Typed, readings: Path) -> None:
    again = typed("record", "add", readings)
    assert again.stdout == "new in the record: 0 articles, 0 versions, 0 readings, 0 claims\n"


def test_a_bulk_load_gives_the_same_events(typed: Typed, readings: Path, tmp_path: Path) -> None:
    (tmp_path / "bulk").mkdir()
    held = Typed(tmp_path / "bulk")
    assert held("record", "add", readings, "--bulk", "--jobs", 2).exit_code == 0
    assert held.events() == typed.events()


def test_a_line_that_is_no_reading_is_named_and_the_rest_comes_in(tmp_path: Path, readings: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b"{broken\n" + readings.read_bytes())
    held = Typed(tmp_path)
    result = held("record", "add", tmp_path / "bad.jsonl")
    assert result.exit_code == 1
    assert "bad.jsonl:1: no reading" in result.stderr
    assert held.events()


def test_articles_of_a_store_are_read_and_come_in_once(tmp_path: Path) -> None:
    store, held = tmp_path / "store", Typed(tmp_path)
    CliRunner().invoke(app, ["ingest", str(SAMPLES / "port.json"), "--store", str(store)])
    assert "1 article, 1 version, 1 reading" in held("record", "add", "--store", store).stdout
    assert "0 articles, 0 versions, 0 readings" in held("record", "add", "--store", store).stdout


def test_an_event_is_shown_with_its_claims(typed: Typed) -> None:
    key = typed.events()[0]
    shown = typed("record", "show", key).stdout
    assert shown.startswith(key)
    assert "#1.e" in shown


def test_an_event_is_shown_as_it_leaves_the_record(typed: Typed) -> None:
    told = json.loads(typed("record", "show", typed.events()[0], "--public").stdout)
    assert set(told) == {"values", "passages", "withheld"}


def test_filters_narrow_the_list(typed: Typed) -> None:
    assert typed("record", "events", "from=2090-01-01").stdout == ""


@pytest.mark.parametrize("told", ["colour=red", "near", "near=1,2", "from=soon"])
def test_a_filter_that_cannot_be_used_is_told_in_one_line(typed: Typed, told: str) -> None:
    result = typed("record", "events", told)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_decisions_are_written_down_and_undone(typed: Typed) -> None:
    first, second = typed.events()[:2]
    kept = typed("record", "merge", first, second, "--by", "ليلى", "--why", "حادثة واحدة").stdout.strip()
    assert len(typed.events()) == len({*typed.events()})
    other = second if kept == first else first
    assert f"{other} leads to {kept}" in typed("record", "show", other).stdout
    history = typed("record", "history", kept).stdout
    assert "merge  ليلى: حادثة واحدة" in history
    number = next(line.split()[0] for line in history.splitlines() if "merge" in line)
    assert typed("record", "undo", number, "--by", "ليلى").exit_code == 0
    assert {first, second} <= set(typed.events())


def test_what_speaks_for_and_against_is_told_in_both_languages(typed: Typed) -> None:
    claims = [
        line.split()[0] for key in typed.events() for line in typed("record", "show", key).stdout.splitlines()[1:]
    ]
    english, arabic = (typed("record", "why", *claims[:2], "--lang", one).stdout for one in ("en", "ar"))
    assert english.splitlines()[-1] == arabic.splitlines()[-1]
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)


def test_a_pin_is_refused_where_the_field_is_unknown(typed: Typed) -> None:
    result = typed("record", "pin", typed.events()[0], "colour", "red", "--by", "ليلى")
    assert (result.exit_code, "colour" in result.stderr) == (2, True)


def test_a_state_and_a_withheld_name_are_set(typed: Typed) -> None:
    key = typed.events()[0]
    assert typed("record", "state", key, "reviewed", "--by", "ليلى").exit_code == 0
    assert typed("record", "withhold", key, '[{"code": "a", "place": "country"}]', "--by", "ليلى").exit_code == 0
    assert typed("record", "withhold", key, "{", "--by", "ليلى").exit_code == 2
    assert "a" in json.loads(typed("record", "show", key, "--public").stdout)["withheld"]


def test_withdrawals_are_listed_with_their_reasons(typed: Typed) -> None:
    first, second = typed.events()[:2]
    for key in (first, second):
        typed("record", "state", key, "withdrawn", "--by", "ليلى", "--why", f"لم يقع {key}")
    typed("record", "state", first, "reviewed", "--by", "ليلى")
    listed = typed("record", "withdrawals").stdout.splitlines()
    assert len(listed) == 1
    assert listed[0].startswith(second)
    assert listed[0].endswith(f"ليلى: لم يقع {second}")


def test_an_unknown_event_is_told(typed: Typed) -> None:
    result = typed("record", "show", "ev-0000000000")
    assert (result.exit_code, result.stderr) == (2, "musnad: no event ev-0000000000\n")


def test_a_record_is_checked_saved_and_brought_back(typed: Typed, tmp_path: Path) -> None:
    head = typed("db", "check").stdout.split()[-1]
    assert typed("db", "check", "--head", head).exit_code == 0
    assert typed("db", "check", "--head", "00" * 31 + "01").exit_code == 1
    assert typed("db", "backup", tmp_path / "b.tar.gz").exit_code == 0
    (tmp_path / "new").mkdir()
    again = Typed(tmp_path / "new")
    assert again("db", "restore", tmp_path / "b.tar.gz").exit_code == 0
    assert again("db", "check").stdout.split()[-1] == head


def test_words_are_erased_and_an_older_backup_obeys(typed: Typed, tmp_path: Path) -> None:
    word = "صفاقس"
    typed("db", "backup", tmp_path / "b.tar.gz")
    erased = typed("record", "erase", word, "--by", "م", "--why", "طلب", "--authority", "مكتب")
    assert erased.exit_code == 0
    assert "article ar-" in erased.stdout
    (tmp_path / "stones.jsonl").write_text(typed("db", "erasures").stdout, encoding="utf-8")
    (tmp_path / "old").mkdir()
    old = Typed(tmp_path / "old")
    result = old("db", "restore", tmp_path / "b.tar.gz", "--erasures", tmp_path / "stones.jsonl")
    assert "made since, and now again: " in result.stdout
    assert old("db", "check").exit_code == 0


def test_a_database_that_is_neither_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["db", "check", "--database", "mysql://a@b/c"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_database_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musnad.record.database.find_spec", lambda _: None)
    result = CliRunner().invoke(app, ["db", "check", "--database", "postgresql://a@127.0.0.1/b"])
    assert (result.exit_code, "musnad[postgresql]" in result.stderr) == (2, True)


def test_a_server_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["db", "check", "--database", "postgresql://a@127.0.0.1:9/b"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert Typed(tmp_path)("db", "upgrade").exit_code == 0


def test_a_record_without_tables_is_told(tmp_path: Path) -> None:
    result = Typed(tmp_path)("db", "check")
    assert result.exit_code == 2
    assert "run `musnad db upgrade`" in result.stderr
    assert Typed(tmp_path)("record", "events").exit_code == 2


def test_an_upgrade_says_what_it_did(tmp_path: Path) -> None:
    held = Typed(tmp_path)
    assert held("db", "upgrade").stdout.startswith("applied 0001_initial")
    assert held("db", "upgrade").stdout == "nothing to do: the record is up to date\n"
