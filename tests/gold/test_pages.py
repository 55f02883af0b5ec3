"""The test pages are whole: built the same each time, and each states what is expected of it."""

import csv
import html
import importlib.util
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parents[2] / "gold" / "pages"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def load_build() -> Callable[[Path], None]:
    spec = importlib.util.spec_from_file_location("musnad_gold_pages", PAGES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    build: Callable[[Path], None] = module.build
    return build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    load_build()(out)
    return out


def split_rows() -> list[dict[str, str]]:
    with (PAGES / "split.csv").open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def expected_lines(out: Path) -> list[tuple[str, dict[str, Any]]]:
    return [
        (split, json.loads(line))
        for split in ("dev", "check")
        for line in (out / split / "expected.jsonl").read_text("utf-8").splitlines()
    ]


def decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1256")


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", INVISIBLE.sub("", text)))


def words_served(path: Path) -> set[str]:
    """Words of the page and of its scripts' JSON, escapes undone."""
    served = decoded(path).replace("<!--", " ").replace("-->", " ")
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), served)
    plain = re.sub(r"<[^>]*>", " ", html.unescape(html.unescape(escaped)).replace("\\n", " ").replace("\\/", "/"))
    without_tags_joined = re.sub(r"</?(?:span|b|i|u|em|strong|a|wbr)\b[^>]*>", "", html.unescape(escaped))
    return words_of(plain) | words_of(re.sub(r"<[^>]*>", " ", without_tags_joined))


def test_pages_are_the_same_bytes_each_time(built: Path, tmp_path: Path) -> None:
    load_build()(tmp_path)
    for path in sorted(built.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / path.relative_to(built)).read_bytes(), path.name


def test_every_row_of_the_split_has_a_page_and_an_expected_line(built: Path) -> None:
    stated = {(line["file"], split, line["shape"], line["id"]) for split, line in expected_lines(built)}
    assert stated == {(r["file"], r["split"], r["shape"], r["article"]) for r in split_rows()}
    assert {(path.name, path.parent.name) for path in built.rglob("*.html")} == {(f, s) for f, s, _, _ in stated}


def test_pages_are_many_and_of_many_shapes() -> None:
    rows = split_rows()
    assert len(rows) >= 60
    assert len({row["shape"] for row in rows}) >= 12


def test_no_article_is_in_both_parts() -> None:
    parts: dict[str, set[str]] = {}
    for row in split_rows():
        parts.setdefault(row["article"], set()).add(row["split"])
    assert all(len(found) == 1 for found in parts.values())


def test_check_has_shapes_that_dev_has_not_and_the_readme_counts_them() -> None:
    rows = split_rows()
    dev, check = ({row["shape"] for row in rows if row["split"] == split} for split in ("dev", "check"))
    counts = {split: sum(row["split"] == split for row in rows) for split in ("dev", "check")}
    readme = (PAGES / "README.md").read_text("utf-8")
    assert len(check - dev) >= 12
    assert f"`dev` has {counts['dev']} pages of these {len(dev)} shapes" in readme
    assert f"`check` has {counts['check']} pages" in readme
    assert f"{len(check - dev)} shapes of its own" in readme
    assert not [shape for shape in check - dev if f"`{shape}`" in readme]


def test_expected_words_stand_in_their_page(built: Path) -> None:
    for split, line in expected_lines(built):
        there = words_served(built / split / line["file"])
        stated = [line["title"], *line["authors"], *line["captions"], *line["text"].split("\n")]
        stated += [item["text"] for item in line["related"] + line["links"] + line["corrections"]]
        for paragraph in stated:
            assert words_of(paragraph) <= there, (line["file"], paragraph)


def test_expected_addresses_stand_in_their_page(built: Path) -> None:
    for split, line in expected_lines(built):
        served = html.unescape(decoded(built / split / line["file"])).replace("\\/", "/")
        urls = [item["url"] for item in line["related"] + line["links"]] + line["based_on"]
        for url in [*urls, *([line["next_page"]] if line["next_page"] else [])]:
            relative = re.sub(r"^https?://[^/]+", "", url)
            assert url in served or relative in served, (line["file"], url)


def test_furniture_does_not_quote_an_article(built: Path) -> None:
    articles = (PAGES / "articles.jsonl").read_text("utf-8")
    furniture = (PAGES / "furniture.yaml").read_text("utf-8")
    titles = [json.loads(line)["title"] for line in articles.splitlines()]
    assert not [title for title in titles if title in furniture]


def test_the_notice_says_that_all_is_invented() -> None:
    notice = (PAGES / "README.md").read_text("utf-8")
    assert "invented" in notice
    assert "CC BY 4.0" in notice
