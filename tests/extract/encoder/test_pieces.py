"""Words cut into pieces and windows."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.extract.encoder.pieces import END, LONGEST_WINDOW, LONGEST_WORD, START, homes, spelled, windows_of, words_of
from musnad.text.document import Document

WORDS = st.lists(st.integers(0, LONGEST_WORD).map(lambda n: [7] * n), max_size=900)


@settings(deadline=None)
@given(WORDS, st.integers(0, 46))
def test_windows_hold_every_word_whole(words: list[list[int]], title: int) -> None:
    windows = windows_of([START, *[9] * title, END], words)
    assert all(len(window.ids) <= LONGEST_WINDOW for window in windows)
    held = {at for window in windows for at in range(window.first, window.last)}
    assert held == set(range(len(words)))
    for window in windows:
        for at in range(window.first, window.last):
            low, high = window.starts[at - window.first], window.starts[at - window.first + 1]
            assert window.ids[low:high] == words[at]


@settings(deadline=None)
@given(WORDS)
def test_every_word_is_read_in_a_window_that_holds_it(words: list[list[int]]) -> None:
    windows = windows_of([START, END], words)
    for at, home in enumerate(homes(windows, len(words))):
        assert windows[home].first <= at < windows[home].last


def test_a_word_near_an_edge_is_read_where_it_has_text_on_both_sides() -> None:
    words = [[7]] * 900
    windows = windows_of([START, END], words)
    edge = windows[0].last - 1
    home = homes(windows, 900)[edge]
    assert home == 1
    assert edge - windows[home].first > 20


def test_owners_name_the_word_of_each_piece() -> None:
    (window,) = windows_of([START, 9, END], [[5, 6], [7], []])
    assert window.owners == [-1, -1, -1, 0, 0, 1, -1]


def test_spelling_keeps_letters_and_drops_what_readers_do_not_see() -> None:
    assert spelled("قُتِلَ", True) == "\u2581قتل"
    assert spelled("ـــأمس", False) == "أمس"
    assert spelled("١٢", True) == "\u258112"
    assert spelled("ﻻ", True) == "\u2581لا"


def test_words_know_whether_a_space_stands_before_them() -> None:
    words = words_of(Document("قُتل 3 (مدنيين)، أمس"))
    assert words == ["\u2581قتل", "\u25813", "\u2581(", "مدنيين", ")", "،", "\u2581أمس"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_words(text: str) -> None:
    document = Document(text)
    assert len(words_of(document)) == len(document.tokens)
    assert isinstance(homes(windows_of([START, END], [[1]] * len(document.tokens)), len(document.tokens)), np.ndarray)
