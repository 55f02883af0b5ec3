"""The same article comes out of every kind of page."""

import importlib.util
from pathlib import Path

import pytest

from musnad.ingest.page import extract

_spec = importlib.util.spec_from_file_location("musnad_page_shapes", Path(__file__).with_name("shapes.py"))
assert _spec is not None
assert _spec.loader is not None
shapes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(shapes)


@pytest.mark.parametrize("name", shapes.SHAPES)
def test_the_text_is_the_article_paragraph_by_paragraph(name: str) -> None:
    found = extract(shapes.SHAPES[name].encode(), url="https://news.example/n/1").record
    assert found.text.split("\n") == shapes.TEXT
