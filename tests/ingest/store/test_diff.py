"""What changed between two versions of an article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.ingest.store import diff
from musnad.ingest.store.diff import Change, NumberChange, changes, lines
from musnad.schema import Article, CorrectionNote

FIRST = "قُتل خمسة مدنيين وأصيب ١١ آخرون في قصف على السوق الشعبي صباح الثلاثاء."
SECOND = "وقال مصدر طبي في مشفى المدينة إن الحصيلة مرشحة للارتفاع."
THIRD = "ونفى مصدر عسكري استهداف السوق وقال إن القوات ردت على مصادر النيران."
FOURTH = "وتشهد المنطقة تصعيدًا منذ مطلع الشهر الجاري."


def article(*paragraphs: str, **fields: object) -> Article:
    return Article(id="ar-1", text="\n".join(paragraphs), **fields)  # type: ignore[arg-type]


def one(before: str, after: str) -> Change:
    (change,) = changes(article(before), article(after))
    return change


def words(change: Change, kind: str) -> list[str]:
    return [piece.text.strip() for piece in change.pieces if piece.kind == kind]


def test_the_same_article_has_no_changes() -> None:
    assert changes(article(FIRST, title="عنوان"), article(FIRST, title="عنوان")) == []


def test_spaces_and_empty_lines_are_no_change() -> None:
    assert changes(article(FIRST, "", SECOND), article(FIRST.replace(" ", "\u00a0 "), SECOND, " ")) == []


def test_changed_words_are_told_from_those_that_stayed() -> None:
    change = one(FIRST, FIRST.replace("مدنيين", "مدنيين بينهم طفلان"))
    assert (words(change, "removed"), words(change, "added")) == ([], ["بينهم طفلان"])


def test_a_phrase_that_changed_is_one_piece() -> None:
    change = one(SECOND, SECOND.replace("مشفى المدينة إن", "مستشفى أريحا الوطني إن"))
    assert (words(change, "removed"), words(change, "added")) == (["مشفى المدينة"], ["مستشفى أريحا الوطني"])


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("خمسة", "سبعة", NumberChange("خمسة", "سبعة", 5, 7)),
        ("١١", "١٣", NumberChange("١١", "١٣", 11, 13)),
        ("خمسة", "7", NumberChange("خمسة", "7", 5, 7)),
    ],
)
def test_a_number_that_changed_is_pointed_out(before: str, after: str, number: NumberChange) -> None:
    assert one(FIRST, FIRST.replace(before, after)).numbers == [number]


def test_a_number_that_came_is_pointed_out_beside_one_that_changed() -> None:
    change = one(FIRST, FIRST.replace("خمسة مدنيين", "سبعة مدنيين بينهم 3 أطفال"))
    assert change.numbers == [NumberChange("خمسة", "سبعة", 5, 7), NumberChange("", "3", None, 3)]


@pytest.mark.parametrize(("before", "after"), [("١١", "11"), ("خمسة", "5"), ("١١", "أحد عشر")])
def test_a_number_that_is_only_written_otherwise_is_not_pointed_out(before: str, after: str) -> None:
    assert one(FIRST, FIRST.replace(before, after)).numbers == []


@pytest.mark.parametrize(
    ("before", "after"), [("طبي", "طبيّ"), ("للارتفاع", "للارتفـــاع"), ("إن", "ان"), ("المدينة", "المدينه")]
)
def test_a_change_of_spelling_alone_is_called_that(before: str, after: str) -> None:
    assert one(SECOND, SECOND.replace(before, after)).only_spelling


def test_another_word_is_no_change_of_spelling() -> None:
    assert not one(SECOND, SECOND.replace("طبي", "أمني")).only_spelling


def test_paragraphs_that_came_and_went_are_named_with_their_place() -> None:
    found = changes(article(FIRST, FOURTH, SECOND), article(FIRST, SECOND, THIRD))
    assert [(change.kind, change.paragraph_before, change.paragraph_after) for change in found] == [
        ("removed", 2, None),
        ("added", None, 3),
    ]


def test_a_paragraph_that_moved_is_recognised() -> None:
    (change,) = changes(article(FIRST, SECOND, THIRD, FOURTH), article(THIRD, FIRST, SECOND, FOURTH))
    assert (change.kind, change.before, change.paragraph_before, change.paragraph_after) == ("moved", THIRD, 3, 1)


def test_a_paragraph_that_moved_and_changed_shows_both() -> None:
    altered = THIRD.replace("النيران", "الصواريخ")
    (change,) = changes(article(FIRST, SECOND, THIRD), article(altered, FIRST, SECOND))
    assert (change.kind, words(change, "added")) == ("moved", ["الصواريخ"])
    assert next(lines([change])) == "paragraph 1: moved from 3, changed"


def test_a_rewritten_paragraph_is_another_one() -> None:
    assert [change.kind for change in changes(article(FIRST, SECOND), article(FIRST, FOURTH))] == ["removed", "added"]


def test_title_authors_and_dates_stand_before_the_text() -> None:
    old = article(FIRST, title="مقتل خمسة", published="2024-02-05", authors=["سلمى"])
    new = article(SECOND, title="مقتل سبعة", published="2024-02-06", authors=["سلمى", "هادي"])
    assert [change.field for change in changes(old, new)][:3] == ["title", "published", "authors"]


def test_a_date_is_shown_whole() -> None:
    (change,) = changes(article(FIRST, published="2024-02-05"), article(FIRST, published="2024-02-06"))
    assert list(lines([change])) == ["published: changed", "  [-2024-02-05-]{+2024-02-06+}"]


def test_a_correction_that_was_added_is_shown() -> None:
    (change,) = changes(article(FIRST), article(FIRST, corrections=[CorrectionNote("تصحيح: الحصيلة خمسة.")]))
    assert (change.field, change.kind, change.after) == ("corrections", "added", "تصحيح: الحصيلة خمسة.")


def test_the_lines_are_plain_text() -> None:
    found = changes(article(FIRST), article(FIRST.replace("خمسة", "سبعة"), SECOND))
    assert list(lines(found)) == [
        "paragraph 1: changed",
        "  قُتل [-خمسة-]{+سبعة+} مدنيين وأصيب ١١ آخرون في قصف على السوق الشعبي صباح الثلاثاء.",
        "  number: 5 «خمسة» → 7 «سبعة»",
        "paragraph 2: added",
        f"  {{+{SECOND}+}}",
    ]


def test_in_a_terminal_arabic_is_isolated_and_letters_do_not_join() -> None:
    body = list(lines([one("بيت قريب من السوق", "بيوت قريب من السوق")], colour=True))[1]
    assert body.startswith("  \u2068")
    assert body.endswith("\u2069")
    assert "بيت\x1b[0m \x1b[32;4mبيوت" in body


@pytest.mark.parametrize("colour", [True, False])
def test_what_commands_a_terminal_does_not_pass(colour: bool) -> None:
    change = one(FIRST, FIRST.replace("خمسة", "\x1b]0;x\x07\u202eسبعة"))
    told = "".join(lines([change], colour))
    assert "\x1b]" not in told
    assert "\u202e" not in told


paragraphs = st.lists(
    st.sampled_from([FIRST, SECOND, THIRD, FOURTH, FIRST.replace("خمسة", "ستة"), "عاجل", "١٢"]), max_size=7
)


@given(paragraphs, paragraphs)
@settings(deadline=None)
def test_every_paragraph_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    found = changes(article(*old), article(*new))
    before = [change.paragraph_before for change in found if change.paragraph_before]
    after = [change.paragraph_after for change in found if change.paragraph_after]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
    assert len(old) - len(before) == len(new) - len(after)


@given(st.text("ابت ـ1٢.،\u0651", max_size=30), st.text("ابت ـ1٢.،\u0651", max_size=30))
@settings(deadline=None)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    for change in changes(article("x", title=f"ع {before}"), article("x", title=f"ع {after}")):
        assert "".join(piece.text for piece in change.pieces if piece.kind != "added") == change.before
        assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == change.after


@pytest.mark.parametrize("bounds", [(0, 1_000_000), (0, 0)])
def test_long_paragraphs_are_compared_in_a_cheaper_way(
    monkeypatch: pytest.MonkeyPatch, bounds: tuple[int, int]
) -> None:
    monkeypatch.setattr(diff, "MAX_CAREFUL", bounds[0])
    monkeypatch.setattr(diff, "MAX_COMPARED", bounds[1])
    change = one(FIRST, FIRST.replace("خمسة", "سبعة"))
    assert "سبعة" in "".join(words(change, "added"))
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == change.after
