"""The filter grammar, search, and what the public may see."""

import datetime as dt

import pytest
from made import DAY, MARIB, added, arrival, event

from musnad.errors import RecordError
from musnad.record import editing
from musnad.record.history import Author
from musnad.record.models import Event
from musnad.record.query import FilterError, published, select

EDITOR = Author("ليلى", "راجعته")
LATE = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def filled(record: str) -> str:
    """Two events: three killed in Al-Shaddadi on 8 January, seven in Marib on 5 February."""
    added(
        arrival(1, event()),
        arrival(2, event(killed=7, place=MARIB, day=dt.date(2024, 2, 5)), published="2024-02-05", outlet="سبأ"),
    )
    return record


def _found(**filters: str) -> set[str]:
    return set(select(filters).values_list("place_name", flat=True))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"Al-Shaddadi", "Marib"}),
        ({"type": "Shelling/artillery/missile attack"}, {"Al-Shaddadi", "Marib"}),
        ({"type": "explosions/remote violence"}, {"Al-Shaddadi", "Marib"}),
        ({"type": "Grenade, Attack"}, set()),
        ({"place": "YE"}, {"Marib"}),
        ({"place": "shadd"}, {"Al-Shaddadi"}),
        ({"near": "36.0,40.7,50"}, {"Al-Shaddadi"}),
        ({"near": "36.0,40.7,5"}, set()),
        ({"near": "89.9,0,20000"}, {"Al-Shaddadi", "Marib"}),
        ({"from": "2024-02-01"}, {"Marib"}),
        ({"to": "2024-02-01"}, {"Al-Shaddadi"}),
        ({"from": "2024-01-08", "to": "2024-01-08"}, {"Al-Shaddadi"}),
        ({"killed_min": "5"}, {"Marib"}),
        ({"source": "سبأ"}, {"Marib"}),
        ({"actor": "islamic resistance"}, {"Al-Shaddadi", "Marib"}),
        ({"state": "machine"}, {"Al-Shaddadi", "Marib"}),
        ({"state": "reviewed"}, set()),
        ({"q": "بالشدّادي"}, {"Al-Shaddadi"}),
        ({"q": "الصواريخ ومأرب"}, {"Marib"}),
        ({"q": "حلب"}, set()),
        ({"q": "؟!"}, set()),
    ],
)
def test_each_filter_narrows(filled: str, filters: dict[str, str], found: set[str]) -> None:
    assert _found(**filters) == found


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("colour", "red", "no such filter"),
        ("type", "Air strike", "no type of the codebook"),
        ("near", "1,2", "latitude,longitude,kilometres"),
        ("near", "91,0,5", "no place on earth"),
        ("near", "nan,0,5", "no place on earth"),
        ("from", "5 February", "no day"),
        ("killed_min", "-1", "no number"),
        ("grade", "sure", "none of"),
        ("weapon", "laser", "none of"),
        ("state", "open", "none of"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(filled: str, field: str, value: str, told: str) -> None:
    with pytest.raises(FilterError, match=told) as caught:
        select({field: value})
    assert caught.value.field == field


def test_a_circle_over_the_date_line_finds_both_sides(filled: str) -> None:
    Event.objects.filter(place_name="Marib").update(latitude=0.0, longitude=-179.9)
    assert _found(near="0,179.9,100") == {"Marib"}


def test_only_reviewed_events_are_public(filled: str) -> None:
    assert not published(LATE).exists()
    editing.set_state(Event.objects.get(place_name="Marib").id, "reviewed", EDITOR)
    assert [one.place_name for one in published(LATE)] == ["Marib"]


def test_an_operator_may_show_what_only_the_machine_read(filled: str) -> None:
    assert published(LATE, machine=True).count() == 2


@pytest.mark.parametrize("state", ["draft", "withheld", "withdrawn"])
def test_what_is_held_back_is_not_public_even_so(filled: str, state: str) -> None:
    for one in Event.objects.all():
        editing.set_state(one.id, state, EDITOR)
    assert not published(LATE, machine=True).exists()


def test_publication_waits_from_the_events_end(filled: str) -> None:
    early = dt.datetime(DAY.year, DAY.month, DAY.day, 23, tzinfo=dt.UTC)
    assert not published(early + dt.timedelta(days=2), machine=True).exists()
    assert published(early + dt.timedelta(days=3, hours=2), machine=True).count() == 1


def test_the_delay_is_a_setting(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSNAD_PUBLICATION_DELAY", "0")
    assert published(dt.datetime(2024, 1, 9, tzinfo=dt.UTC), machine=True).count() == 1
    monkeypatch.setenv("MUSNAD_PUBLICATION_DELAY", "soon")
    with pytest.raises(RecordError, match="MUSNAD_PUBLICATION_DELAY"):
        published(LATE)


def test_a_merged_event_is_public_once(filled: str) -> None:
    first, second = Event.objects.order_by("number")
    editing.merge([first.id, second.id], EDITOR)
    assert published(LATE, machine=True).count() == 1


def test_words_much_like_those_of_an_event_are_found_on_postgresql(filled: str) -> None:
    from django.db import connection

    found = _found(q="الشداديي")
    assert found == ({"Al-Shaddadi"} if connection.vendor == "postgresql" else set())
