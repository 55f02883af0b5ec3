"""Points beside a named place."""

import pytest

from musnad.extract.toponyms import find_names
from musnad.resolve.offsets import distance_before, is_compass
from musnad.text.document import Document


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("على بعد 40 كيلومترا غرب الرمادي", 40.0),
        ("على بعد ٤٠ كم غربي الرمادي", 40.0),
        ("على مسافة خمسة كيلومترات من حلب", 5.0),
        ("على بعد نحو 30 كم إلى الشمال الشرقي من تدمر", 30.0),
        ("على بعد كيلومترين جنوب درعا", 2.0),
        ("هجوم على سفينة على بعد 25 ميلا بحريا جنوب عدن", 46.3),
        ("على بعد 10 أميال من عدن", 16.09),
        ("قتل 40 مدنيا في الرمادي", None),
        ("غرب الرمادي", None),
    ],
)
def test_the_distance_told_before_a_place_is_read_in_kilometres(text: str, km: float | None) -> None:
    document = Document(text)
    (mention,) = find_names(document)
    assert distance_before(document, mention) == (None if km is None else pytest.approx(km, rel=1e-3))


def test_compass_points_are_told_from_other_relations() -> None:
    assert [is_compass(relation) for relation in ("north", "southwest", "east", "near", "inside", None)] == [
        *(True, True, True),
        *(False, False, False),
    ]
