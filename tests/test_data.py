"""The shared reader of the YAML files beside the code."""

from pathlib import Path

import pytest
import yaml

import musnad
from musnad.data import load_yaml, parse_yaml

FILES = sorted(Path(musnad.__file__).parent.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_reads_as_the_plain_safe_loader_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse_yaml(text) == yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_words_and_numbers_and_quoted_numbers_keep_their_kinds() -> None:
    assert parse_yaml("شباط: [2, '2', ٢, نعم, yes, null, 1.5]") == {"شباط": [2, "2", "٢", "نعم", True, None, 1.5]}


@pytest.mark.parametrize("text", ["[قذيفة", "{[a]: b}", "a: b: c"])
def test_what_is_no_yaml_is_said_to_be_none(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml(text)


def test_a_file_is_read_once() -> None:
    assert load_yaml("musnad.text", "numerals.yaml") is load_yaml("musnad.text", "numerals.yaml")
