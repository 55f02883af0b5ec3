"""`musnad gazetteer` on the command line."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from musnad.cli.gazetteer import _words, gazetteer
from musnad.registry.places import places, use_gazetteers
from musnad.registry.sources import download
from musnad.registry.tables import KINDS

RUNNER = CliRunner()
COLUMNS = "src src_id cc type name_en names_ar lat lon pop gn_id wd_id region county pcode licence".split()
ROW = ["wof", "2", "SY", "locality", "Kafr Zunba", "كفر زنباع", "36.51", "37.22", "", "", "", "1", "", "", "CC-BY"]


def listing(tmp_path: Path, *rows: list[str]) -> Path:
    path = tmp_path / "places.tsv.gz"
    path.write_bytes(gzip.compress("\n".join("\t".join(row) for row in (COLUMNS, *rows)).encode()))
    return path


def test_build_writes_a_table_that_can_be_loaded(tmp_path: Path) -> None:
    result = RUNNER.invoke(gazetteer, ["build", str(listing(tmp_path, ROW)), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "cc-by-4.0.tsv.gz: 1 places under CC-BY-4.0" in result.stdout
    use_gazetteers([tmp_path / "out"])
    assert places()[-1].names_ar == ("كفر زنباع",)
    use_gazetteers(None)


def test_build_names_bad_records_and_says_so_by_its_status(tmp_path: Path) -> None:
    path = listing(tmp_path, ROW, ROW[:-1])
    result = RUNNER.invoke(gazetteer, ["build", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "places.tsv.gz:3: 14 values, 15 expected" in result.stderr


@pytest.mark.parametrize("rows", [[], [ROW[:4]]])
def test_build_that_writes_nothing_fails(tmp_path: Path, rows: list[list[str]]) -> None:
    result = RUNNER.invoke(gazetteer, ["build", str(listing(tmp_path, *rows)), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2


def test_build_names_an_input_that_does_not_exist(tmp_path: Path) -> None:
    result = RUNNER.invoke(gazetteer, ["build", "none.zip", "--out", str(tmp_path)])
    assert (result.exit_code, result.stderr) == (2, "musnad: none.zip: does not exist\n")


def test_build_fetches_what_its_inputs_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetched(wanted: str, folder: Path, step: download.Step) -> list[Path]:
        asked.append((wanted, folder))
        step("http://127.0.0.1/places", 6, 6)
        return [listing(tmp_path, ROW)]

    monkeypatch.setattr(download, "download", fetched)
    result = RUNNER.invoke(gazetteer, ["build", "geonames:sy", "--download", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert asked == [("geonames:SY", tmp_path / "out/downloads")]
    assert "musnad: fetched http://127.0.0.1/places, 6 bytes" in result.stderr


def test_search_shows_names_units_point_and_source() -> None:
    result = RUNNER.invoke(gazetteer, ["search", "Dayr az-Zawr", "--kind", "town", "--limit", "1"])
    assert result.exit_code == 0
    heading, place = result.stdout.splitlines()
    assert heading == "Deir ez-Zor  دير الزور"
    assert place.startswith("  town, Deir ez-Zor, SY, 35.336, 40.141 (town)")
    assert place.endswith("gn:170794 geonames:170794")


def test_search_labels_its_places_in_arabic() -> None:
    result = RUNNER.invoke(gazetteer, ["search", "دير الزور", "--kind", "province", "--lang", "ar", "--limit", "1"])
    assert result.stdout.startswith("دير الزور  Deir ez-Zor\n  محافظة، Deir ez-Zor، SY، ")


def test_search_prints_json() -> None:
    result = RUNNER.invoke(gazetteer, ["search", "حلب", "--country", "sy", "--limit", "2", "--json"])
    hits = json.loads(result.stdout)
    assert [hit["name_en"] for hit in hits] == ["Aleppo", "Aleppo"]
    assert {"name_ar", "kind", "country", "admin1", "lat", "lon", "precision", "source", "licence"} <= set(hits[0])


def test_search_that_finds_nothing_says_so() -> None:
    result = RUNNER.invoke(gazetteer, ["search", "qqqqqqqqqqqq"])
    assert (result.exit_code, result.stdout) == (1, "no place of this name\n")


@pytest.mark.parametrize("option", [["--kind", "nothing"], ["--country", "zz"]])
def test_search_refuses_what_it_does_not_know(option: list[str]) -> None:
    assert RUNNER.invoke(gazetteer, ["search", "حلب", *option]).exit_code == 2


def test_search_names_a_further_table_that_is_none(tmp_path: Path) -> None:
    use_gazetteers([tmp_path / "none.tsv"])
    result = RUNNER.invoke(gazetteer, ["search", "حلب"])
    use_gazetteers(None)
    assert result.exit_code == 2
    assert result.stderr.endswith("none.tsv: does not exist\n")


def test_every_kind_of_place_has_labels() -> None:
    assert set(_words()["kinds"]) == KINDS


def test_reading_does_not_begin_with_a_further_table_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text("id\tname\n", encoding="utf-8")
    environment = {**os.environ, "MUSNAD_GAZETTEER": str(path)}
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", "read", str(path)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "broken.tsv:1: no column basis, country, kind, name_en, names_ar, precision" in run.stderr
