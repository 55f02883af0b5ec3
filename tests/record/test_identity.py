"""Which id a group of claims keeps."""

from hypothesis import given
from hypothesis import strategies as st

from musnad.record.identity import heirs


def test_a_claim_that_founds_a_group_has_no_id_yet() -> None:
    assert heirs({1: None}, [[1]], {}) == [None]


def test_a_claim_that_joins_takes_the_events_id() -> None:
    assert heirs({1: 7, 2: None}, [[1, 2]], {}) == [7]


def test_on_a_merge_the_oldest_survives_though_it_is_smaller() -> None:
    assert heirs({1: 3, 2: 9, 4: 9, 5: 9}, [[1, 2, 4, 5]], {}) == [3]


def test_on_a_split_the_part_with_most_claims_keeps_the_id() -> None:
    assert heirs({1: 3, 2: 3, 4: 3}, [[1], [2, 4]], {}) == [None, 3]


def test_of_equal_parts_that_with_the_first_claim_keeps_the_id() -> None:
    assert heirs({1: 3, 2: 3}, [[2], [1]], {}) == [None, 3]


def test_a_part_that_is_split_off_again_takes_its_former_id_back() -> None:
    assert heirs({1: 3, 2: 3, 4: 3}, [[1, 4], [2]], {2: 9}) == [3, 9]


def test_one_former_id_goes_to_one_group_only() -> None:
    assert heirs({1: 3, 2: 3, 4: 3, 5: 3}, [[1, 5], [2], [4]], {2: 9, 4: 9}) == [3, 9, None]


@given(st.dictionaries(st.integers(1, 12), st.sampled_from([None, 1, 2, 3]), min_size=1), st.randoms())
def test_no_event_goes_on_in_two_groups(old: dict[int, int | None], random: object) -> None:
    claims = sorted(old)
    groups = [group for at in range(3) if (group := [claim for claim in claims if claim % 3 == at])]
    found = [event for event in heirs(old, groups, {}) if event is not None]
    assert len(found) == len(set(found))
