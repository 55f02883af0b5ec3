"""Tolls of persons in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.casualties import find_casualties
from musnad.extract.casualty_candidates import find_candidates
from musnad.extract.casualty_cues import cue_data, find_cues
from musnad.text.document import Document
from musnad.text.normalise import fold

Toll = tuple[str, int, int | None]


def tolls(text: str) -> set[Toll]:
    return {(mention.status, mention.min, mention.max) for mention in find_casualties(Document(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أسفر القصف عن مقتل 5 أشخاص وإصابة 7 آخرين.", {("killed", 5, 5), ("injured", 7, 7)}),
        ("قُتل ثلاثة جنود وأُصيب أربعة في انفجار لغم.", {("killed", 3, 3), ("injured", 4, 4)}),
        ("سقط ستة قتلى و12 جريحًا في غارة على السوق.", {("killed", 6, 6), ("injured", 12, 12)}),
        ("استشهاد طفلين وجرح أكثر من 20 مدنيا.", {("killed", 2, 2), ("injured", 21, None)}),
        ("أودى الهجوم بحياة تسعة مدنيين.", {("killed", 9, 9)}),
        ("لقي أربعة عمال مصرعهم في هجوم مسلح.", {("killed", 4, 4)}),
        ("اعتقلت قوات الاحتلال 12 شابا من البلدة.", {("captured", 12, 12)}),
        ("خطف مسلحون مجهولون ثلاثة عمال قرب الحقل.", {("captured", 3, 3)}),
        ("أدت المعارك إلى نزوح نحو 300 شخص من القرية.", {("displaced", 270, 330)}),
        ("قُتل ضابط ومجندان بعبوة ناسفة.", {("killed", 3, 3)}),
        ("ارتفعت حصيلة القتلى إلى 16 قتيلا.", {("killed", 16, 16)}),
        ("اصيب ما لا يقل عن ١٥ متظاهرا بالرصاص الحي.", {("injured", 15, None)}),
    ],
)
def test_tolls_are_found_with_status_and_bounds(text: str, expected: set[Toll]) -> None:
    assert expected <= tolls(text)


@pytest.mark.parametrize(
    "text",
    [
        "سار الموكب مسافة 30 كيلومترا يوم الخميس.",
        "يبلغ الرجل 30 عاما ويعمل منذ 5 سنوات في المصنع.",
        "أطلقت المدفعية 12 قذيفة من عيار 120 ملم عند الساعة 9.",
        "افتتح الوزير ثلاث مدارس في المحافظة.",
        "وقع الطرفان الاتفاق في 14-3-2024.",
    ],
)
def test_other_numbers_are_no_tolls(text: str) -> None:
    assert tolls(text) == set()


def test_part_of_a_toll_is_not_told_again() -> None:
    assert tolls("قُتل عشرة مدنيين، بينهم طفلان، في غارة على القرية.") == {("killed", 10, 10)}


def test_a_mention_points_at_its_words_and_its_cue() -> None:
    text = "وفق المصدر قُتِلَ ثلاثةُ جنودٍ في الكمين."
    (mention,) = find_casualties(Document(text))
    assert mention.span.of(text) == "ثلاثةُ جنودٍ"
    assert mention.who_span is not None
    assert mention.who_span.of(text).strip() == "جنودٍ"
    assert mention.cue_span.of(text) == "قُتِلَ"
    assert mention.segment == 0


def test_a_title_and_its_name_are_one_victim() -> None:
    text = "استشهد الشاب محمود العلي برصاص قرب المخيم."
    document = Document(text)
    assert [c.span.of(text) for c in find_candidates(document, find_cues(document))] == ["الشاب محمود العلي"]


def test_killed_and_injured_share_a_vague_number() -> None:
    document = Document("خلّف الهجوم عشرات القتلى والجرحى")
    assert [(c.min, c.max) for c in find_candidates(document, find_cues(document))] == [(20, 99), (20, 99)]


def test_two_numbers_side_by_side_are_two_candidates() -> None:
    document = Document("إصابة 15 شرطيا وخمسة مدنيين")
    assert [(c.min, c.max) for c in find_candidates(document, find_cues(document))] == [(15, 15), (5, 5)]


def test_cue_words_stand_once_in_their_list() -> None:
    for key in ("negations", "unreal", "background", "exercises", "accidents"):
        folded = [fold(word) for word in cue_data()[key]]
        assert len(folded) == len(set(folded)), key


def test_a_verb_has_one_status() -> None:
    verbs = [(verb["root"], verb["form"]) for rows in cue_data()["verbs"].values() for verb in rows]
    assert len(verbs) == len(set(verbs))


def test_reading_is_deterministic() -> None:
    text = "قُتل خمسة وأصيب ستة، ثم اعتُقل اثنان منهم."
    assert find_casualties(Document(text)) == find_casualties(Document(text))


@given(st.text(max_size=80))
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    for mention in find_casualties(Document(text)):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


PIECES = [
    "قتل",
    "مقتل",
    "إصابة",
    "5",
    "و7",
    "جنديان",
    "ومدني",
    "جرحى",
    "بينهم",
    "طفل",
    "،",
    ".",
    "عدد من",
    "أحمد",
    "مع",
    "وابنه",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_row_of_cues_and_counts_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for mention in find_casualties(Document(text)):
        assert mention.span.of(text).strip()
        assert mention.max is None or mention.min <= mention.max
