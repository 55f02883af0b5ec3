"""Addresses that the user named, in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.base import Hints, Lead, Unreadable
from musnad.ingest.sources.pages import PagesSource

BASE = "https://manara.example/ar/index.html"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://manara.example/1?utm_source=rss&utm_medium=x#c", "https://manara.example/1"),
        ("https://manara.example/?p=123&fbclid=Iw", "https://manara.example/?p=123"),
        ("https://manara.example/1/amp/?amp=1", "https://manara.example/1/amp/?amp=1"),
        (
            "https://manara.example/a.aspx?cid=44&eid=5&gallery=2",
            "https://manara.example/a.aspx?cid=44&eid=5&gallery=2",
        ),
        ("https://manara.example/?b=2&a=1", "https://manara.example/?b=2&a=1"),
        ("HTTPS://Manara.Example:443/A", "https://manara.example/A"),
        ("http://manara.example:8080", "http://manara.example:8080/"),
        ("https://manara.example/خبر عاجل", "https://manara.example/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84"),
        ("https://manara.example/%D8%AE", "https://manara.example/%D8%AE"),
        ("\u200fhttps://manara.example/1\n", "https://manara.example/1"),
        ("https://manara.example/?a=1&amp;b=2", "https://manara.example/?a=1&b=2"),
        (
            "https://archive.example/2020/https://manara.example/1",
            "https://archive.example/2020/https://manara.example/1",
        ),
        ("../news/1", "https://manara.example/news/1"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("?id=7", "https://manara.example/ar/index.html?id=7"),
    ],
)
def test_an_address_is_brought_into_one_form(written: str, address: str) -> None:
    assert cleaned(written.replace("خبر عاجل", "خبر%20عاجل"), BASE) == address


@pytest.mark.parametrize(
    "written",
    [
        "javascript:void(0)",
        "mailto:a@b.example",
        "ftp://manara.example/1",
        "http://[x",
        "http://",
        "data:,x",
        "/\ud800",
    ],
)
def test_what_is_no_web_address_is_none(written: str) -> None:
    assert cleaned(written, BASE) is None


def test_an_address_longer_than_any_is_none() -> None:
    assert cleaned("https://manara.example/" + "ا" * 5000) is None


@given(st.text(st.characters(), max_size=40))
def test_cleaning_is_final_and_never_raises(path: str) -> None:
    once = cleaned("https://manara.example/" + path)
    assert once is None or cleaned(once) == once


def test_each_page_counts_once_and_keeps_what_is_known_of_it() -> None:
    hints = Hints(outlet="المنارة")
    found = list(PagesSource(["https://manara.example/1", "https://manara.example/1#x"], hints).items())
    assert found == [Lead(url="https://manara.example/1", hints=hints)]


def test_what_is_no_address_is_named_and_the_rest_taken() -> None:
    first, second = PagesSource(["manara", "https://manara.example/1"]).items()
    assert isinstance(first, Unreadable)
    assert str(first) == "manara: this is no http or https address"
    assert isinstance(second, Lead)
