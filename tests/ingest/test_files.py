"""Files, folders and standard input, good and bad; one bad item never stops the rest."""

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musnad.ingest.files import KINDS, Incoming, Source, articles, articles_of
from musnad.ingest.records import Defaults
from musnad.ingest.sources.base import Unreadable
from musnad.schema import Article

TEXT = "قُتل ثلاثة مدنيين أمس في قصف على سوق المدينة، وفق مصدر طبي."


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read(path: str | Path, **defaults: object) -> list[Article]:
    found = list(articles([path], Defaults(**defaults)))  # type: ignore[arg-type]
    assert all(isinstance(item, Incoming) for item in found), found
    return [item.article for item in found if isinstance(item, Incoming)]


def failures(path: str | Path) -> list[str]:
    return [str(item).removeprefix(str(path)) for item in articles([path]) if isinstance(item, Unreadable)]


def lines(*values: object) -> str:
    return "".join((v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)) + "\n" for v in values)


def test_a_text_file_is_one_article_named_after_the_file(tmp_path: Path) -> None:
    [article] = read(written(tmp_path, "سوق.txt", TEXT))
    assert (article.id, article.text, article.title) == ("سوق", TEXT, "")


def test_the_first_line_is_the_title_only_when_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", f"\ufeff\nقصف على سوق\r\n\r\n{TEXT}\r\n")
    [article] = read(path, title_line=True)
    assert (article.title, article.text) == ("قصف على سوق", TEXT)


def test_json_takes_an_articles_own_keys_and_ignores_the_rest(tmp_path: Path) -> None:
    gold = {"id": "x-1", "outlet": "وكالة", "title": "عنوان", "published": "2024-02-05", "text": TEXT, "events": [1]}
    [article] = read(written(tmp_path, "a.json", json.dumps(gold)))
    assert (article.id, article.outlet, article.published) == ("x-1", "وكالة", "2024-02-05")


def test_a_json_list_holds_several_articles(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps([{"text": TEXT}, {"text": TEXT, "id": 7}]))
    assert [article.id for article in read(path)] == ["a-1", "7"]


def test_lines_of_json_under_the_other_suffix_are_read(tmp_path: Path) -> None:
    assert len(read(written(tmp_path, "a.json", lines({"text": TEXT}, {"text": TEXT})))) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1256"])
def test_lines_of_json_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.jsonl", lines({"text": TEXT.replace("ُ", "")}, {"text": TEXT}).encode(encoding))
    assert [article.text for article in read(path)][1] == TEXT


def test_an_articles_own_date_outlet_and_country_go_before_the_users(tmp_path: Path) -> None:
    own = {"text": TEXT, "published": "2024-02-05", "outlet": "الأول", "country": "IQ"}
    path = written(tmp_path, "a.jsonl", lines(own, {"text": TEXT}))
    found = read(path, published="2020-01-01", outlet="الثاني", country="SY")
    assert [(a.published, a.outlet, a.country) for a in found] == [
        ("2024-02-05", "الأول", "IQ"),
        ("2020-01-01", "الثاني", "SY"),
    ]


def test_a_date_that_is_none_is_noted_and_the_users_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", lines({"text": TEXT, "published": "أمس"}))
    [item] = articles([path], Defaults(published="2020-01-01"))
    assert isinstance(item, Incoming)
    assert item.article.published == "2020-01-01"
    assert [problem.code for problem in item.problems] == ["bad date"]


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {"text": TEXT, "published": "2024-02-05"}
    bad = ['{"text": "قتل', {"title": "بلا نص"}, {"text": 5}, ["قائمة"], {"text": " "}, {"text": "English only"}]
    path = written(tmp_path, "a.jsonl", lines(good, *bad, "", good))
    found = list(articles([path]))
    assert [item.line for item in found if isinstance(item, Incoming)] == [1, 9]
    assert failures(path) == [
        ":2: broken JSON: Unterminated string starting at at column 10",
        ":3: text: missing",
        ":4: text: expected str, got int",
        ":5: an article is a JSON object, not a list",
        ":6: text: empty: there is no text",
        ":7: text: not Arabic: 0% of its letters are Arabic",
    ]


def test_a_bad_element_of_a_list_is_named_by_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps([{"text": TEXT}, {"title": "بلا نص"}, {"text": ""}]))
    assert len(list(articles([path]))) == 3
    assert [text.partition(" ")[2] for text in failures(path)] == [
        "[1].text: missing",
        "[2].text: empty: there is no text",
    ]


def test_a_broken_json_file_is_named_with_its_line(tmp_path: Path) -> None:
    [said] = failures(written(tmp_path, "a.json", '{\n "text": "قتل",\n "title": }\n'))
    assert said.startswith(":3: broken JSON")


@pytest.mark.parametrize("name", [f"a{suffix}" for suffix in KINDS])
@pytest.mark.parametrize(
    "content",
    [b"", b" \n\n ", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(256)) * 4],
    ids=["empty", "blank", "png", "binary"],
)
def test_a_file_of_any_kind_that_holds_no_text_is_refused_once(tmp_path: Path, name: str, content: bytes) -> None:
    assert len(failures(written(tmp_path, name, content))) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert failures(tmp_path / "none.txt") == [": no such file or folder"]


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    [said] = failures(written(tmp_path, "a.json", "[" * 200_000))
    assert "broken JSON" in said


def test_a_lone_surrogate_does_not_reach_the_text(tmp_path: Path) -> None:
    [article] = read(written(tmp_path, "a.jsonl", '{"text": "قتل جندي \\ud800 أمس"}\n'))
    assert article.text == "قتل جندي \ufffd أمس"


def test_bytes_that_could_not_be_decoded_are_counted_in_a_note(tmp_path: Path) -> None:
    [item] = articles([written(tmp_path, "a.txt", (TEXT * 4).encode()[:-20] + b"\xff" + TEXT.encode())])
    assert isinstance(item, Incoming)
    assert "damaged text" in [problem.code for problem in item.problems]


def test_a_folder_is_searched_in_order_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", ".hidden/3.txt", "b/.4.txt", "note.md", "photo.png", "b/1.TXT"):
        written(tmp_path, name, TEXT)
    assert [article.id for article in read(tmp_path)] == ["a", "b/1", "b/2"]


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    assert len(failures(tmp_path)) == 1


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (TEXT, 1),
        ("[عاجل] " + TEXT, 1),
        ("{ملاحظة} " + TEXT, 1),
        (json.dumps({"text": TEXT}), 1),
        (json.dumps([{"text": TEXT}, {"text": TEXT}], indent=1), 2),
        (lines({"text": TEXT}, {"text": TEXT}, {"text": TEXT}), 3),
        (f"\n<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", 1),
    ],
    ids=["text", "bracketed text", "braced text", "object", "list", "lines", "page"],
)
def test_standard_input_is_told_by_its_beginning(monkeypatch: pytest.MonkeyPatch, given: str, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode("utf-8"))))
    found = read("-")
    assert len(found) == count
    assert all(TEXT in article.text for article in found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from([".txt", ".json", ".jsonl"]))
def test_any_file_is_read_or_refused(tmp_path: Path, raw: bytes, suffix: str) -> None:
    assert list(articles([written(tmp_path, f"a{suffix}", raw)]))


def test_a_path_named_again_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt", TEXT)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("utf-8"))))
    found = list(articles([path, "-", tmp_path, "-", tmp_path / "." / ".." / tmp_path.name / "a.txt"]))
    assert [item.path for item in found] == [str(path), "-"]


@pytest.mark.parametrize(("written_as", "country"), [("sy", "SY"), (" IQ ", "IQ"), ("Syria", "LB"), ("", "LB")])
def test_a_country_is_two_letters_or_the_users(tmp_path: Path, written_as: str, country: str) -> None:
    path = written(tmp_path, "a.jsonl", lines({"text": TEXT, "country": written_as}))
    assert [article.country for article in read(path, country="LB")] == [country]


def test_a_country_that_is_no_code_is_noted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", lines({"text": TEXT, "country": "Syria"}))
    [item] = articles([path])
    assert isinstance(item, Incoming)
    assert [problem.code for problem in item.problems] == ["bad country"]


def test_half_a_character_in_any_field_is_replaced(tmp_path: Path) -> None:
    half = dict.fromkeys(("id", "title", "outlet", "url"), "\ud800")
    [article] = read(written(tmp_path, "a.jsonl", json.dumps({"text": TEXT, **half})))
    assert (article.id, article.title, article.outlet, article.url) == ("\ufffd",) * 4


def test_a_file_name_in_no_encoding_gives_an_id_that_can_be_written(tmp_path: Path) -> None:
    [item] = articles_of(Source(str(written(tmp_path, "a.txt", TEXT)), "\udcff"))
    assert isinstance(item, Incoming)
    assert item.article.id == "\ufffd"
