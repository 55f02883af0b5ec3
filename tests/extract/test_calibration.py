"""Raw confidences become the shares that were right, and keep their order."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.calibration import Curve, calibrated, curves, event_calibrated, statement_calibrated
from musnad.schema import DateValue, Event, Mention, PlaceRef, Span, Speaker, Statement

SHARES = st.floats(0.0, 1.0)
HALVED = Curve(1.0, 1.0, -1.0)
SPAN = Span(0, 4)


@given(SHARES, SHARES, st.floats(0.0, 4.0), st.floats(0.0, 4.0), st.floats(-4.0, 4.0))
def test_a_curve_never_falls_and_gives_a_share(a: float, b: float, sure: float, unsure: float, bias: float) -> None:
    curve = Curve(sure, unsure, bias)
    low, high = sorted((a, b))
    assert 0.0 <= curve(low) <= curve(high) <= 1.0


@pytest.mark.parametrize("raw", [0.001, 0.25, 0.5, 0.875, 0.999])
def test_the_neutral_curve_changes_nothing(raw: float) -> None:
    assert calibrated("place", raw, {"place": Curve(1.0, 1.0, 0.0)}) == raw


def test_a_field_without_a_curve_keeps_its_confidence() -> None:
    assert calibrated("weapon", 0.8123, {"place": HALVED}) == 0.8123


def _event() -> Event:
    place: dict[str, Any] = {"span": SPAN, "method": "", "country": "SY", "admin1": None, "lat": 35.9, "lon": 36.6}
    places = [
        PlaceRef(quote="إدلب", name="Idlib", confidence=0.6, precision="town", **place),
        PlaceRef(quote="سوريا", name="Syria", confidence=0.9, precision="country", **place),
    ]
    mention = Mention(
        quote="قصف إدلب", span=Span(0, 8), confidence=0.9, method="", trigger="قصف", trigger_span=Span(0, 3)
    )
    return Event(
        id="e1", event_type="", sub_event_type="Attack", mentions=[mention], places=places, confidence=0.7, method="x"
    )


def test_every_confidence_of_an_event_is_mapped_by_its_field() -> None:
    held = {"place": HALVED, "trigger": Curve(0.0, 0.0, 0.0), "typed event": Curve(2.0, 2.0, 0.0)}
    event = event_calibrated(_event(), held)
    assert [place.confidence for place in event.places] == [0.356, 0.768]
    assert event.mentions[0].confidence == 0.5
    assert event.confidence == 0.845
    assert [place.name for place in event.places] == ["Idlib", "Syria"], "the most exact place stays first"


def test_a_date_is_mapped_and_an_event_without_curves_stays_as_it_is() -> None:
    day = dt.date(2024, 3, 14)
    date = DateValue(quote="أمس", span=SPAN, confidence=0.5, method="", start=day, end=day, precision="day")
    event = msgspec.structs.replace(_event(), date=date)
    assert event_calibrated(event, {}) is event
    mapped = event_calibrated(event, {"date": HALVED}).date
    assert mapped is not None
    assert mapped.confidence == 0.269


def test_a_statement_is_mapped_and_its_speaker_stays() -> None:
    speaker = Speaker(quote="الوزير", span=SPAN, confidence=0.5, method="", name="minister")
    said = Statement(quote="ندين القصف", span=SPAN, confidence=0.5, method="", speaker=speaker, kind="condemnation")
    mapped = statement_calibrated(said, {"statement": HALVED})
    assert (mapped.confidence, mapped.speaker.confidence) == (0.269, 0.5)


def test_packaged_curves_are_sound() -> None:
    assert all(curve.sure >= 0 and curve.unsure >= 0 for curve in curves().values())


def test_without_a_file_there_are_no_curves(tmp_path: Path) -> None:
    assert curves(tmp_path / "none.json") == {}
