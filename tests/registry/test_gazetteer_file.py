"""The gazetteer as a file: packed from its tables, read with checks, and extended by further tables."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad.errors import TableError
from musnad.registry.matcher import WordStream
from musnad.registry.places import gazetteer, place, place_matcher, places, seat, use_gazetteers
from musnad.registry.tables import licence_of, packed, read_table
from musnad.text.document import Document

HEAD = "id,name_en,names_ar,kind,country,admin1,lat,lon,precision,population,needs_cue,basis"
MANBIJ = "x:1,Manbij,منبج|منبج العتيقة,town,SY,Aleppo,36.527,37.955,town,,,geonames:1"
INVENTED = "x:2,Kafr Zunba,كفر زنباع,village,SY,Aleppo,36.1,37.2,town,,,musnad"


def table(folder: Path, *rows: str, name: str = "more.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")
    return path


def named(text: str) -> list[str]:
    document = Document(text)
    return [place(key).id for match in place_matcher().find(WordStream(document)) for key in match.keys]


@pytest.fixture
def chosen() -> Iterator[None]:
    yield
    use_gazetteers(None)


def test_every_row_has_a_licence_and_none_must_be_shared_alike() -> None:
    licences = {place.licence for place in places()}
    assert "" not in licences
    assert "ODbL-1.0" not in licences


@pytest.mark.parametrize(
    ("basis", "licence"),
    [("geonames:100077", "CC-BY-4.0"), ("open_table:ocha-cod:SY07", "CC-BY-3.0-IGO"), ("recalled", "Apache-2.0")],
)
def test_the_licence_of_a_row_follows_from_its_basis(basis: str, licence: str) -> None:
    assert licence_of(basis) == licence


def test_a_table_is_the_same_after_it_was_written_and_read(tmp_path: Path) -> None:
    rows = list(read_table(table(tmp_path, MANBIJ, INVENTED)))
    path = tmp_path / "again.tsv.gz"
    path.write_bytes(packed(rows))
    assert list(read_table(path)) == rows


@pytest.mark.parametrize(
    ("row", "amiss"),
    [
        (MANBIJ.replace("36.527", "96.5"), "more.csv:2: lat: '96.5' is no latitude"),
        (MANBIJ.replace(",SY,", ",Syria,"), "more.csv:2: country: 'Syria' is no two-letter code"),
        (MANBIJ.replace(",town,,,", ",spot,,,"), "more.csv:2: precision: 'spot' is no precision of the codebook"),
        (MANBIJ.replace("منبج|", "منبج||"), "names_ar: 'منبج||منبج العتيقة' has an empty part"),
        (MANBIJ.replace("37.955", ""), "more.csv:2: lon: one of lat and lon is empty"),
        (MANBIJ.replace("geonames:1", "somebody"), "more.csv:2: licence: no licence, and 'somebody' tells none"),
        (MANBIJ + ",more", "more.csv:2: 13 values under 12 columns"),
    ],
)
def test_a_row_that_is_amiss_is_named_with_file_line_and_field(tmp_path: Path, row: str, amiss: str) -> None:
    with pytest.raises(TableError) as error:
        list(read_table(table(tmp_path, row)))
    assert str(error.value).endswith(amiss)


def test_an_id_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="'x:1' is also the id of line 2"):
        list(read_table(table(tmp_path, MANBIJ, MANBIJ)))


def test_a_file_that_is_no_table_of_places_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.tsv.gz"
    path.write_bytes(b"no gzip at all")
    with pytest.raises(TableError, match=r"broken\.tsv\.gz: cannot be read"):
        list(read_table(path))


@pytest.mark.usefixtures("chosen")
def test_a_further_table_adds_its_places(tmp_path: Path) -> None:
    use_gazetteers([table(tmp_path, INVENTED).parent])
    assert "x:2" in named("قصف على كفر زنباع")


@pytest.mark.usefixtures("chosen")
def test_a_place_already_held_gets_no_second_candidate_but_the_further_spelling(tmp_path: Path) -> None:
    before = named("منبج")
    use_gazetteers([table(tmp_path, MANBIJ)])
    assert named("منبج") == before
    assert set(named("منبج العتيقة")) == set(before)


@pytest.mark.usefixtures("chosen")
def test_a_place_of_the_same_name_far_away_is_another_place(tmp_path: Path) -> None:
    use_gazetteers([table(tmp_path, MANBIJ.replace("36.527", "33.1"))])
    assert "x:1" in named("منبج")


@pytest.mark.usefixtures("chosen")
def test_a_spelling_that_needs_a_stronger_cue_than_the_place_held_is_left_out(tmp_path: Path) -> None:
    use_gazetteers([table(tmp_path, MANBIJ.replace("منبج العتيقة", "السوق").replace(",town,,,", ",town,,2,"))])
    assert "x:1" not in [place.id for place in places()]
    assert not gazetteer().spellings


@pytest.mark.usefixtures("chosen")
def test_the_environment_names_further_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_GAZETTEER", str(table(tmp_path, INVENTED)))
    use_gazetteers(None)
    assert places()[-1].id == "x:2"


@pytest.mark.usefixtures("chosen")
def test_a_further_table_that_does_not_exist_is_named(tmp_path: Path) -> None:
    use_gazetteers([tmp_path / "none.csv"])
    with pytest.raises(TableError, match=r"none\.csv: does not exist"):
        seat("capital", "SY")


LOADED = """
import re, time
from pathlib import Path
from musnad.registry import places
began = time.process_time()
places.place_matcher()
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(time.process_time() - began, int(peak[1]) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told elsewhere")
def test_a_fresh_process_loads_the_gazetteer_fast_and_small() -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, run.stdout.split())
    assert seconds < 0.3
    assert megabytes < 80
