"""The sources file: what it says, and how its mistakes are named."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from musnad.errors import SourcesError
from musnad.ingest.outlets import FIELDS, Outlet, kinds, outlets, schema
from musnad.ingest.sources.base import Hints

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/sources.yaml"
GOOD = """\
outlets:
  - name: Al-Manara
    url: https://manara.example/
    country: sy
    kind: agency
    feeds: [https://manara.example/rss.xml]
"""


def read(tmp_path: Path, text: str) -> list[Outlet]:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return outlets(path)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(SourcesError) as caught:
        read(tmp_path, text)
    prefix = f"{tmp_path / 'sources.yaml'}:"
    assert all(problem.startswith(prefix) for problem in caught.value.problems)
    return [problem.removeprefix(prefix) for problem in caught.value.problems]


def test_only_five_things_must_be_said(tmp_path: Path) -> None:
    (outlet,) = read(tmp_path, GOOD)
    assert (outlet.name, outlet.country, outlet.language, outlet.licence) == ("Al-Manara", "SY", "ar", "closed")
    assert outlet.enabled
    assert outlet.delay is None


def test_the_sample_is_read_with_its_arabic() -> None:
    first, second, third = outlets(SAMPLE)
    assert first.stance.ar == "وكالة خاصة، قريبة من الإدارة المحلية."
    assert first.hints == Hints(outlet="وكالة المنارة", country="SY")
    assert (second.licence, second.delay, third.enabled) == ("open", 5.0, False)


def test_a_stance_may_be_plain_text(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD + "    stance: Private.\n")[0].stance.en == "Private."


def test_norway_is_a_country_and_not_false(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.replace("sy", "NO"))[0].country == "NO"


def test_all_mistakes_are_named_at_once_with_line_and_field(tmp_path: Path) -> None:
    text = (
        GOOD
        + """\
    delay: soon
  - name: Sada
    urll: https://sada.example/
    country: XX
    kind: agancy
    feeds: https://sada.example/rss
    enabled: maybe
    allow_hosts: [a/b]
  - just a word
"""
    )
    assert mistakes(tmp_path, text) == [
        "7: delay: 'soon' is no number of seconds from 0 to 3600",
        "8: url: missing",
        "9: urll: unknown key; did you mean url?",
        "10: country: 'XX' is no country's two-letter code, such as SY",
        "11: kind: 'agancy' is not known; did you mean agency?",
        "12: feeds: must be a list, each value behind a dash",
        "13: enabled: 'maybe' is neither true nor false",
        "14: allow_hosts[0]: 'a/b' is no host, such as news.example",
        "15: outlets: an outlet is a mapping of name, url, country, kind…",
    ]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("https://manara.example/\n", "manara.example\n", "3: url: 'manara.example' is no http or https address"),
        (
            "https://manara.example/\n",
            "https://u:p@m.example\n",
            "3: url: an address must not hold a user name or password",
        ),
        ("https://manara.example/\n", "'http://[x'\n", "3: url: 'http://[x' is no http or https address"),
        ("Al-Manara", "''", "2: name: is empty"),
        ("Al-Manara", "[a]", "2: name: must be one plain value"),
        ("    feeds: [https://manara.example/rss.xml]\n", "", "2: feeds: 'Al-Manara' has neither feeds nor sitemaps"),
        ("agency", "witness", "5: kind: 'witness' is not known; one of agency, armed group"),
        ("    kind: agency", "    kind: agency\n    kind: outlet", "6: kind: stands twice, first in line 5"),
        ("sy", "Syria", "4: country: 'Syria' is no country's two-letter code, such as SY"),
        ("    kind", "    language: عربي\n    kind", "5: language: 'عربي' is no language code, such as ar"),
        ("    kind", "    licence: cc-by\n    kind", "5: licence: 'cc-by' is not known; one of closed, open"),
        ("    kind", "    stance: {fr: x}\n    kind", "5: stance.fr: unknown key; known are ar, en"),
        ("outlets:", "outlet:", "1: outlet: unknown key; did you mean outlets?"),
    ],
)
def test_each_mistake_says_what_would_be_right(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    assert mistakes(tmp_path, GOOD.replace(old, new, 1))[0].startswith(mistake)


def test_a_feed_that_stands_twice_is_named(tmp_path: Path) -> None:
    second = GOOD.partition("\n")[2].replace("Al-Manara", "Sada")
    assert mistakes(tmp_path, GOOD + second) == ["11: feeds: 'https://manara.example/rss.xml' stands in line 6 already"]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a\n", "outlets: 5\n", "{}\n", "outlets: [&a [*a]]\n", "? [a]\n: 1\n"]
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, GOOD + "    stance: 'open\n")
    assert "broken YAML" in mistake


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes("outlets: [وكالة]".encode("windows-1256"))
    with pytest.raises(SourcesError, match="not UTF-8"):
        outlets(path)


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = (ROOT / "docs/schema/sources.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema(), "run `make schema`"


def test_the_sample_keeps_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(yaml.safe_load(SAMPLE.read_text(encoding="utf-8")))


def test_schema_and_reader_know_the_same_fields_and_kinds() -> None:
    properties = schema()["$defs"]["Outlet"]["properties"]
    assert set(properties) == set(FIELDS)
    assert properties["kind"]["enum"] == kinds()


def test_the_schema_too_wants_a_feed_or_a_sitemap() -> None:
    outlet = {"name": "x", "url": "https://x.example", "country": "SY", "kind": "agency"}
    assert not jsonschema.Draft202012Validator(schema()).is_valid({"outlets": [outlet]})
