"""Every value of an article that may belong to an event, resolved."""

from functools import cache

import pytest

from musnad.extract.candidates import KINDS, Argument
from musnad.resolve.arguments import resolved_arguments
from musnad.resolve.entities import entities_of
from musnad.schema import ActorRef, Article, Casualty, PlaceRef, SourceRef, Span
from musnad.text.document import Document

TEXT = (
    "أعلن الجيش العراقي، أمس، مقتل جنديَّين بصاروخ مضاد للدروع في مدينة الموصل.\n"
    "وقال شهود عيان إن ثلاثة مدنيين أُصيبوا في الموصل."
)


@cache
def _arguments() -> tuple[Argument, ...]:
    return tuple(resolved_arguments(Document(TEXT), Article(id="a", text=TEXT, published="2024-05-02")))


def _of(kind: str) -> list[Argument]:
    return [argument for argument in _arguments() if argument.kind == kind]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_value_is_found(kind: str) -> None:
    assert _of(kind)


def test_arguments_of_a_kind_stand_in_text_order() -> None:
    for kind in ("date", "place", "weapon", "casualty", "participant"):
        starts = [argument.span.start for argument in _of(kind)]
        assert starts == sorted(starts)


def test_a_value_s_span_is_its_argument_s() -> None:
    assert all(argument.mention.span == argument.span for argument in _arguments())


def test_a_toll_says_who_told_it() -> None:
    tolls = {toll.mention.min: toll.mention for toll in _of("casualty")}
    assert isinstance(tolls[3], Casualty)
    assert tolls[3].said_by == "شهود عيان"
    assert tolls[3].said_by_span == Span(TEXT.index("شهود"), TEXT.index("شهود") + len("شهود عيان"))


def test_a_source_reaches_over_what_it_reports() -> None:
    source = next(s for s in _of("source") if s.mention.kind == "witness")
    assert isinstance(source.mention, SourceRef)
    assert source.scope is not None
    assert "ثلاثة مدنيين" in source.scope.of(TEXT)


def test_a_known_actor_has_its_registry_s_name() -> None:
    army = next(p.mention for p in _of("participant") if "الجيش" in p.mention.quote)
    assert isinstance(army, ActorRef)
    assert army.registry_id is not None
    assert army.name.isascii()


def test_entities_are_named_once_with_all_their_spans() -> None:
    entities = [entity for entity in entities_of(_arguments()) if entity.kind == "place"]
    city = next(entity for entity in entities if "Mosul" in entity.name)
    assert len(city.spans) == 2
    assert len({entity.id for entity in entities}) == len(entities)


def test_without_publication_relative_days_are_no_arguments() -> None:
    found = resolved_arguments(Document(TEXT), Article(id="a", text=TEXT))
    assert not [argument for argument in found if argument.kind == "date"]


def test_places_carry_their_country() -> None:
    assert {p.mention.country for p in _of("place") if isinstance(p.mention, PlaceRef)} == {"IQ"}
