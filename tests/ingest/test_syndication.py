from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad.ingest.syndication import Copy, Syndication

LEAD = "قالت مصادر محلية إن طائرة مسيّرة قصفت مستودعًا للوقود في أطراف البلدة ما أدى إلى اندلاع حريق كبير امتد ساعات."
SECOND = "وأضافت المصادر أن فرق الإطفاء وصلت متأخرة بسبب إغلاق الطريق العام، وأن 12 عاملًا نُقلوا إلى المستشفى القريب."
THIRD = "ونفى متحدث باسم الشركة المالكة وقوع قتلى، مشيرًا إلى أن الأضرار اقتصرت على 3 خزانات وشاحنة كانت متوقفة هناك."
REPORT = f"{LEAD}\n{SECOND}\n{THIRD}"
OWN = "هرع سكان الحي إلى أسطح منازلهم مساءً بعد سماع دوي انفجار قوي، وقال أحدهم لمراسلنا إن النوافذ تحطمت في شارع كامل."
DAILY = (
    "أعلنت وزارة الصحة أن حصيلة الضحايا خلال الساعات الماضية بلغت {} قتيلًا و{} جريحًا وصلوا إلى المستشفيات يوم {}.\n"
    "وأوضحت الوزارة في بيانها اليومي أن {} من الضحايا لا يزالون تحت الأنقاض وفي الطرقات ولا تصل إليهم الطواقم."
)


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Syndication]:
    base = Syndication(tmp_path / "copies.sqlite")
    yield base
    base.close()


def linked(copies: Syndication, one: str, other: str) -> bool:
    copies.add("one", one)
    return bool(copies.add("other", other))


def test_the_same_words_are_an_exact_copy(copies: Syndication) -> None:
    copies.add("one", REPORT)
    assert copies.add("other", REPORT) == [Copy("one", "exact", 1.0, 1.0)]


def test_spelling_digits_and_quotation_marks_make_no_other_text(copies: Syndication) -> None:
    copies.add("one", REPORT)
    other = REPORT.replace("ّ", "").replace("أ", "ا").replace("12", "١٢").replace(" ", "  ")
    assert [copy.kind for copy in copies.add("other", other)] == ["exact"]


def test_a_title_that_is_repeated_above_the_text_does_not_count(copies: Syndication) -> None:
    copies.add("one", REPORT, "حريق كبير")
    assert [copy.kind for copy in copies.add("other", f"حريق كبير\n{REPORT}", "حريق كبير")] == ["exact"]


def test_paragraphs_in_another_order_are_a_near_copy_with_all_words(copies: Syndication) -> None:
    copies.add("one", REPORT)
    assert copies.add("other", f"{THIRD}\n{LEAD}\n{SECOND}") == [Copy("one", "near", 1.0, 1.0)]


@pytest.mark.parametrize("other", [LEAD, f"{LEAD}\n{SECOND}", f"{OWN}\n{REPORT}", f"{OWN}\n{LEAD}\n{SECOND}"])
def test_a_copy_that_is_cut_or_framed_is_a_copy(copies: Syndication, other: str) -> None:
    assert linked(copies, REPORT, other)


def test_a_report_of_ones_own_is_no_copy(copies: Syndication) -> None:
    assert not linked(copies, REPORT, f"{OWN}\nوذكر ناشطون أن مستودعًا للوقود في أطراف البلدة احترق بعد غارة.")


def test_the_toll_of_another_day_in_the_same_words_is_no_copy(copies: Syndication) -> None:
    assert not linked(copies, DAILY.format(31, 70, "الأحد", 9), DAILY.format(44, 103, "الاثنين", 12))


def test_one_toll_that_rose_since_is_still_the_same_report(copies: Syndication) -> None:
    assert linked(copies, DAILY.format(31, 70, "الأحد", 9), DAILY.format(33, 70, "الأحد", 9))


@pytest.mark.parametrize("text", ["", "عاجل", "قصف على إدلب"])
def test_texts_of_a_few_words_are_not_linked(copies: Syndication, text: str) -> None:
    assert not linked(copies, text, text)


def test_the_same_article_again_gives_the_same_copies_and_no_new_one(copies: Syndication) -> None:
    copies.add("one", REPORT)
    first = copies.add("other", f"{OWN}\n{REPORT}")
    assert copies.add("other", f"{OWN}\n{REPORT}") == first
    assert copies.families() == [["one", "other"]]


def test_a_new_version_of_an_article_is_no_copy_of_itself(copies: Syndication) -> None:
    copies.add("one", REPORT)
    assert copies.add("one", f"{REPORT}\n{OWN}") == []


def test_copies_of_either_version_belong_to_the_family(copies: Syndication) -> None:
    copies.add("one", REPORT)
    copies.add("one", DAILY.format(31, 70, "الأحد", 9))
    copies.add("two", REPORT)
    copies.add("three", DAILY.format(31, 70, "الأحد", 9))
    assert copies.family("two") == ["one", "three", "two"]


def test_ten_copies_are_one_family(copies: Syndication) -> None:
    for number in range(10):
        copies.add(f"a-{number}", REPORT if number % 2 else f"{OWN}\n{REPORT}")
    copies.add("b", DAILY.format(31, 70, "الأحد", 9))
    assert copies.families() == [[f"a-{number}" for number in range(10)]]


def test_an_article_that_joins_two_families_makes_them_one(copies: Syndication) -> None:
    copies.add("one", REPORT)
    copies.add("two", DAILY.format(31, 70, "الأحد", 9))
    copies.add("both", REPORT + "\n" + DAILY.format(31, 70, "الأحد", 9))
    assert copies.family("one") == ["both", "one", "two"]


def test_an_article_that_was_never_added_has_no_family(copies: Syndication) -> None:
    assert copies.family("none") == []


def test_what_was_committed_is_there_later_and_the_rest_is_not(tmp_path: Path) -> None:
    copies = Syndication(tmp_path / "copies.sqlite")
    copies.add("one", REPORT)
    copies.commit()
    copies.add("two", OWN)
    copies.close()
    later = Syndication(tmp_path / "copies.sqlite")
    assert (later.family("one"), later.family("two")) == (["one"], [])
    assert [copy.of for copy in later.add("three", REPORT)] == ["one"]
    later.close()


def test_lone_surrogates_are_no_obstacle(copies: Syndication) -> None:
    assert linked(copies, f"{REPORT} \ud800", f"{REPORT} \ud800")
