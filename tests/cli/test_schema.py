"""The published JSON Schema of a reading."""

import json
from pathlib import Path

import jsonschema
import msgspec
from typer.testing import CliRunner

from musnad.cli.main import app
from musnad.cli.schema import reading_schema
from musnad.ingest.files import Incoming, articles
from musnad.reader import read

ROOT = Path(__file__).resolve().parents[2]


def test_the_published_schema_is_the_one_that_readings_have() -> None:
    published = (ROOT / "docs/schema/reading.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == reading_schema(), "run `make schema`"


def test_the_command_prints_the_schema() -> None:
    assert json.loads(CliRunner().invoke(app, ["schema"]).stdout) == reading_schema()


def test_the_schema_is_valid_and_readings_of_the_samples_keep_it() -> None:
    jsonschema.Draft202012Validator.check_schema(reading_schema())
    validator = jsonschema.Draft202012Validator(reading_schema())
    for item in articles([ROOT / "samples"]):
        assert isinstance(item, Incoming)
        validator.validate(json.loads(msgspec.json.encode(read(item.article))))
