"""Each source's own format, read into rows of the gazetteer. The places are made up, the columns are the sources'."""

import csv
import gzip
import json
import sqlite3
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from musnad.errors import TableError
from musnad.registry.sources.build import build
from musnad.registry.sources.raw import Notes
from musnad.registry.tables import Row, read_table

VILLAGE = (
    "9000001\tKafr Zunbā‘\tKafr Zunba\tكفر زنباع,Kafr Zunbah\t36.51\t37.22\tP\tPPL\tSY\t\t09\t0901\t\t\t0\t\t402\t"
    "Asia/Damascus\t2021-01-01"
)
SINGLE = (
    "9000002\tZinbaqah\tZinbaqah\t\t36.62\t37.31\tP\tPPL\tSY\t\t09\t0901\t\t\t1200\t\t402\tAsia/Damascus\t2021-01-01"
)
ADMIN1 = "9000003\tHalab\tHalab\t\t36.2\t37.2\tA\tADM1\tSY\t\t09\t\t\t\t0\t\t402\tAsia/Damascus\t2021-01-01"
STREAM = "9000004\tWadi\tWadi\tوادي زنباع\t36.4\t37.2\tH\tWAD\tSY\t\t09\t\t\t\t0\t\t402\tAsia/Damascus\t2021-01-01"
ALTERNATES = (
    "1\t9000002\tar\tزِنْبَقَة\t1\t\t\t\t\t",
    "2\t9000002\tar\tالزنبقة القديمة\t\t\t\t1\t\t",
    "3\t9000002\ten\tZambaka\t\t\t\t\t\t",
    "4\t9000003\tar\tمحافظة حلب\t1\t\t\t\t\t",
    "5\t9000005\tar\tقضاء زنباع\t1\t\t\t\t\t",
)


def built(tmp_path: Path, *inputs: Path, notes: Notes | None = None, country: str = "") -> dict[str, Row]:
    tables = build(inputs, tmp_path / "out", notes=notes, country=country)
    return {row["id"]: row for table in tables for row in read_table(table.path)}


def geonames(tmp_path: Path, *lines: str) -> list[Path]:
    (tmp_path / "alternatenames").mkdir()
    dump, alternates = tmp_path / "SY.zip", tmp_path / "alternatenames/SY.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("readme.txt", "The main 'geoname' table has the following fields")
        archive.writestr("SY.txt", "\n".join((*lines, "")))
    with zipfile.ZipFile(alternates, "w") as archive:
        archive.writestr("SY.txt", "\n".join((*ALTERNATES, "")))
    first, second = tmp_path / "admin1CodesASCII.txt", tmp_path / "admin2Codes.txt"
    first.write_text("SY.09\tAleppo\tAleppo\t9000003\n", encoding="utf-8")
    second.write_text("SY.09.0901\tZunba District\tZunba District\t9000005\n", encoding="utf-8")
    return [dump, alternates, first, second]


def test_geonames_places_get_names_units_and_kinds(tmp_path: Path) -> None:
    row = built(tmp_path, *geonames(tmp_path, VILLAGE, SINGLE, ADMIN1, STREAM))["gn:9000001"]
    assert row["name_en"] == "Kafr Zunba"
    assert row["names_ar"] == "كفر زنباع"
    assert row["aliases_en"] == "Kafr Zunbah"
    assert (row["kind"], row["precision"], row["country"]) == ("village", "town", "SY")
    assert (row["admin1"], row["admin2"], row["licence"]) == ("Aleppo", "Zunba", "CC-BY-4.0")


def test_alternate_names_in_arabic_are_taken_without_marks_and_historic_ones(tmp_path: Path) -> None:
    row = built(tmp_path, *geonames(tmp_path, SINGLE, ADMIN1))["gn:9000002"]
    assert row["names_ar"] == "زنبقة"


def test_a_single_word_of_a_small_place_needs_its_units_as_cues(tmp_path: Path) -> None:
    rows = built(tmp_path, *geonames(tmp_path, VILLAGE, SINGLE, ADMIN1))
    assert (rows["gn:9000002"]["needs_cue"], rows["gn:9000002"]["cues"]) == ("2", "حلب")
    assert rows["gn:9000001"]["needs_cue"] == ""


def test_a_head_noun_is_no_part_of_a_units_name(tmp_path: Path) -> None:
    assert built(tmp_path, *geonames(tmp_path, ADMIN1))["gn:9000003"]["names_ar"] == "حلب"


def test_bad_records_are_named_with_file_and_line_and_the_rest_is_read(tmp_path: Path) -> None:
    notes = Notes()
    cut, nowhere = VILLAGE.rpartition("\t")[0], SINGLE.replace("36.62", "north")
    rows = built(tmp_path, *geonames(tmp_path, ADMIN1, cut, nowhere), notes=notes)
    assert set(rows) == {"gn:9000003"}
    assert [line.split("SY.zip:")[1] for line in notes.bad] == [
        "2: 18 values, 19 expected",
        "3: latitude: 'north' is no number",
    ]


def feature(number: int, **properties: object) -> dict[str, Any]:
    held: dict[str, Any] = {
        "wof:id": number,
        "wof:name": "Kafr Zunba",
        "wof:placetype": "locality",
        "wof:country": "SY",
        "iso:country": "SY",
        "wof:hierarchy": [
            {"country_id": 85632413, "region_id": 85670000, "county_id": 102000000, "locality_id": number}
        ],
        "wof:superseded_by": [],
        "edtf:cessation": "uuuu",
        "mz:is_current": -1,
        "geom:latitude": 36.51,
        "geom:longitude": 37.22,
        "name:ara_x_preferred": ["كفر زنباع"],
        "name:eng_x_preferred": ["Kafr Zunba"],
        **properties,
    }
    return {
        "id": number,
        "type": "Feature",
        "properties": held,
        "geometry": {"type": "Point", "coordinates": [37.22, 36.51]},
    }


REGION = feature(85670000, **{"wof:placetype": "region", "wof:name": "Halab", "name:ara_x_preferred": ["محافظة حلب"]})
LOCALITY = feature(1000000001)
GONE = feature(1000000002, **{"edtf:deprecated": "2019-01-01"})


def database(path: Path, *features: dict[str, Any]) -> Path:
    with sqlite3.connect(path) as base:
        base.execute(
            "CREATE TABLE geojson (id INTEGER NOT NULL, body TEXT, source TEXT, alt_label TEXT, is_alt BOOLEAN, "
            "lastmodified INTEGER)"
        )
        for one in features:
            base.execute("INSERT INTO geojson VALUES (?, ?, 'unknown', '', 0, 0)", (one["id"], json.dumps(one)))
        base.execute("INSERT INTO geojson VALUES (1000000001, '{}', 'quattroshapes', 'quattroshapes', 1, 0)")
    base.close()
    return path


def test_the_database_of_whosonfirst_is_read(tmp_path: Path) -> None:
    path = database(tmp_path / "whosonfirst-data-admin-sy-latest.db", REGION, LOCALITY, GONE)
    rows = built(tmp_path, path)
    assert set(rows) == {"wof:1000000001", "wof:85670000"}
    assert (rows["wof:1000000001"]["names_ar"], rows["wof:1000000001"]["admin1"]) == ("كفر زنباع", "Aleppo")


def bundle(folder: Path, *features: dict[str, Any]) -> Path:
    (folder / "meta").mkdir(parents=True)
    with (folder / "meta/whosonfirst-data-admin-sy-locality.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["bbox", "cessation", "country_id", "deprecated", "id", "iso_country", "name", "path", "placetype"]
        )
        for one in features:
            number = str(one["id"])
            name = f"{number[:3]}/{number[3:6]}/{number[6:]}/{number}.geojson"
            writer.writerow(["", "", 85632413, "", number, "SY", "", name, "locality"])
            (folder / "data" / name).parent.mkdir(parents=True)
            (folder / "data" / name).write_text(json.dumps(one), encoding="utf-8")
    return folder


def test_a_bundle_of_whosonfirst_is_read_as_a_folder_and_as_an_archive(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "whosonfirst-data-admin-sy", LOCALITY)
    archive = tmp_path / "whosonfirst-data-admin-sy-latest.tar.bz2"
    with tarfile.open(archive, "w:bz2") as file:
        file.add(folder, arcname=folder.name)
    assert set(built(tmp_path, folder)) == set(built(tmp_path, archive)) == {"wof:1000000001"}


def test_a_record_that_a_bundle_lists_and_lacks_is_named(tmp_path: Path) -> None:
    folder, notes = bundle(tmp_path / "whosonfirst-data-admin-sy", LOCALITY), Notes()
    next((folder / "data").rglob("*.geojson")).unlink()
    built(tmp_path, folder, notes=notes)
    assert notes.bad_count == 1


OCHA_HEAD = (
    "admin3Name_en,admin3Name_ar,admin3Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,admin1Name_en,admin1Name_ar,"
    "admin1Pcode,admin0Name_en,admin0Name_ar,admin0Pcode,date,validOn,Latitude_y,Longitude_x"
).split(",")
OCHA_ROW = (
    "Zunba,مركز زنباع,SY020901,Zunba District,منطقة زنباع,SY0209,Aleppo,حلب,SY02,Syria,سوريا,SY,2020-01-01,2021-01-01,"
    "36.5,37.2"
).split(",")


def test_a_gazetteer_of_ocha_is_read_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "syr_adminboundaries.csv"
    path.write_text(",".join(OCHA_HEAD) + "\n" + ",".join(OCHA_ROW) + "\n", encoding="utf-8-sig")
    row = built(tmp_path, path)["ocha:SY020901"]
    assert (row["names_ar"], row["kind"], row["pcode"]) == ("زنباع", "district", "SY020901")
    assert (row["admin1"], row["admin2"], row["licence"]) == ("Aleppo", "Zunba", "CC-BY-3.0-IGO")


def test_a_gazetteer_of_ocha_is_read_from_every_sheet_of_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["About this data"])
    sheet = book.create_sheet("ADM2")
    sheet.append(
        [
            "ADM2_EN",
            "ADM2_AR",
            "ADM2_PCODE",
            "ADM1_EN",
            "ADM1_AR",
            "ADM1_PCODE",
            "ADM0_PCODE",
            "center_lat",
            "center_lon",
        ]
    )
    sheet.append(
        ["#adm2+name+en", "#adm2+name+ar", "#adm2+code", "#adm1+name", "", "#adm1+code", "#country+code", "", ""]
    )
    sheet.append(["Zunba", "زنباع", "SY0209", "Aleppo", "حلب", "SY02", "SY", 36.5, 37.2])
    sheet.append(["Nowhere", "لا مكان", "SY0210", "Aleppo", "حلب", "SY02", "SY", 136.5, 37.2])
    book.save(tmp_path / "syr_admgz.xlsx")
    notes = Notes()
    rows = built(tmp_path, tmp_path / "syr_admgz.xlsx", notes=notes)
    assert set(rows) == {"ocha:SY0209"}
    assert notes.bad[0].endswith("syr_admgz.xlsx:ADM2:4: latitude: '136.5' is not on earth")


OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="osmium/1.14.0">
  <node id="101" version="1" lat="36.51" lon="37.22">
    <tag k="place" v="village"/><tag k="name" v="كفر زنباع"/><tag k="name:en" v="Kafr Zunba"/>
    <tag k="population" v="5,200"/>
  </node>
  <node id="102" version="1" lat="36.61" lon="37.32"><tag k="place" v="suburb"/><tag k="name:ar" v="حي الزنبقة"/></node>
  <node id="103" version="1" lat="36.61" lon="37.32"><tag k="place" v="village"/><tag k="name" v="Zambaka"/></node>
  <node id="104" version="1" lat="36.61" lon="37.32"><tag k="shop" v="bakery"/><tag k="name" v="مخبز"/></node>
  <way id="201" version="1"><nd ref="101"/><nd ref="102"/><tag k="place" v="village"/><tag k="name" v="زنباع"/></way>
</osm>
"""


def test_an_extract_of_openstreetmap_is_read_as_xml_and_as_pbf(tmp_path: Path) -> None:
    osmium = pytest.importorskip("osmium")
    xml, pbf = tmp_path / "syria-latest.osm", tmp_path / "syria-latest.osm.pbf"
    xml.write_text(OSM, encoding="utf-8")
    with osmium.SimpleWriter(str(pbf)) as writer:
        for one in osmium.FileProcessor(str(xml)):
            writer.add(one)
    rows = built(tmp_path, pbf)
    assert rows == built(tmp_path, xml)
    assert {i: (r["names_ar"], r["kind"], r["country"]) for i, r in rows.items()} == {
        "osm:n101": ("كفر زنباع", "town", "SY"),
        "osm:n102": ("الزنبقة", "neighbourhood", "SY"),
    }


@pytest.mark.parametrize(
    ("name", "country", "expected"), [("places", "", 0), ("places", "PS", 1), ("south-sudan", "", 1)]
)
def test_a_geojson_without_a_country_needs_one_given(tmp_path: Path, name: str, country: str, expected: int) -> None:
    path, notes = tmp_path / f"{name}.geojson", Notes()
    tags = {"@id": "node/101", "place": "village", "name": "كفر زنباع"}
    point = {"type": "Point", "coordinates": [37.22, 36.51]}
    features = [{"type": "Feature", "properties": tags, "geometry": point}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert len(built(tmp_path, path, notes=notes, country=country)) == expected
    assert notes.bad_count == 1 - expected


LISTED = "src src_id cc type name_en names_ar lat lon pop gn_id wd_id region county pcode licence".split()
LIST = [
    ["wof", "1", "SY", "region", "Halab", "محافظة حلب", "36.2", "37.2", "", "", "", "1", "", "", "CC-BY"],
    [
        "wof",
        "2",
        "SY",
        "locality",
        "Kafr Zunba",
        "كفر زنباع|كفرزنباع",
        "36.51",
        "37.22",
        "",
        "",
        "",
        "1",
        "",
        "",
        "CC-BY",
    ],
    [
        "geonames",
        "3",
        "SY",
        "city",
        "Kafr Zunbah",
        "كَفْر زنباع",
        "36.52",
        "37.22",
        "7000",
        "3",
        "",
        "",
        "",
        "",
        "CC-BY-4.0",
    ],
    ["osm", "n4", "SY", "hamlet", "", "کفر زنباع", "36.51", "37.22", "", "", "", "", "", "", "ODbL-1.0"],
    ["osm", "n5", "SY", "hamlet", "", "گوند", "36.51", "37.22", "", "", "", "", "", "", "ODbL-1.0"],
    ["somebody", "n6", "SY", "hamlet", "", "كفر زنباع", "36.51", "37.22", "", "", "", "", "", "", "?"],
]


def listing(tmp_path: Path, *rows: list[str]) -> Path:
    path = tmp_path / "places.tsv.gz"
    path.write_bytes(gzip.compress("\n".join("\t".join(row) for row in (LISTED, *rows)).encode()))
    return path


def test_records_of_one_place_and_licence_become_one_row(tmp_path: Path) -> None:
    row = built(tmp_path, listing(tmp_path, *LIST))["gn:3"]
    assert row["basis"] == "geonames:3|wof:2"
    assert (row["kind"], row["population"], row["admin1"], row["needs_cue"]) == ("town", "7000", "Aleppo", "")


def test_every_licence_has_a_table_of_its_own(tmp_path: Path) -> None:
    notes = Notes()
    tables = build([listing(tmp_path, *LIST)], tmp_path / "out", notes=notes)
    assert [(table.path.name, table.rows) for table in tables] == [("cc-by-4.0.tsv.gz", 2), ("odbl-1.0.tsv.gz", 1)]
    assert notes.bad[0].endswith("places.tsv.gz:7: src: 'somebody' is no source that Musnad knows")


def test_letters_that_arabic_does_not_write_are_no_name(tmp_path: Path) -> None:
    rows = built(tmp_path, listing(tmp_path, *LIST))
    assert "osm:n5" not in rows
    assert rows["osm:n4"]["names_ar"] == "كفر زنباع"


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = listing(tmp_path, *LIST)
    first = [table.path.read_bytes() for table in build([path], tmp_path / "first")]
    assert first == [table.path.read_bytes() for table in build([path], tmp_path / "second")]


def test_a_file_of_no_known_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader", encoding="utf-8")
    with pytest.raises(TableError, match=r"letter\.txt: is of no format that is read"):
        build([path], tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["syria.geojson", "syria-latest.osm.pbf", "admin.db", "bundle.tar.bz2", "syr.xlsx", "SY.zip"]
)
def test_a_file_that_is_cut_off_is_named_and_never_a_crash(tmp_path: Path, name: str) -> None:
    path, notes = tmp_path / name, Notes()
    path.write_bytes(b"PK\x03\x04 SQLite format 3\x00 cut")
    try:
        build([path], tmp_path / "out", notes=notes)
    except TableError as error:
        notes.is_bad(path, None, str(error))
    assert notes.bad_count == 1
    assert name in notes.bad[0]
