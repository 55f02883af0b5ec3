"""Training examples for the linear models of the lexicon reader, made from annotated articles."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.extract.arguments import in_reach, link_features
from musnad.extract.candidates import Argument, Candidate, Surroundings, find_candidates
from musnad.extract.coreference import pair_features
from musnad.extract.event_types import type_features
from musnad.extract.eventhood import eventhood_features
from musnad.extract.events import title_words
from musnad.extract.linear import Linear
from musnad.extract.responses import response_pairs
from musnad.resolve.arguments import resolved_arguments
from musnad.schema import Article
from musnad.text.document import Document
from training.reader.regression import Example

SAME_TRIGGER, SAME_QUOTE = 0.3, 0.5
ROLES = {"actors": "actor", "targets": "target"}


class Prepared(NamedTuple):
    """A gold article with what the reader sees of it.

    `events[i]` is the gold event of candidate i, or None; `alone` are the eventhood examples of its segments read
    alone.
    """

    gold: GoldArticle
    document: Document
    surroundings: Surroundings
    candidates: list[Candidate]
    events: list[int | None]
    alone: list[Example]


def prepare(gold: GoldArticle, tolls: Linear) -> Prepared:
    """A gold article with its candidates labelled by the gold event whose trigger they overlap."""
    document = Document(gold["text"])
    arguments = resolved_arguments(document, as_article(gold), {"casualty": tolls})
    surroundings = Surroundings(document, arguments)
    candidates = find_candidates(document, surroundings)
    triggers = [scorer("score").mention_spans(event, gold["text"])[0] for event in gold["events"]]
    events = [event_of_candidate(candidate, triggers) for candidate in candidates]
    one = Prepared(gold, document, surroundings, candidates, events, [])
    return one._replace(alone=list(alone(one, tolls)))


def event_of_candidate(candidate: Candidate, triggers: list[list[tuple[int, int]]]) -> int | None:
    """The gold event whose trigger a candidate overlaps most, by the spans of each event's triggers."""
    span = (candidate.trigger.span.start, candidate.trigger.span.end)
    jaccard = scorer("score").jaccard
    scored = [(jaccard(span, gold), event) for event, spans in enumerate(triggers) for gold in spans]
    best, event = max(scored, default=(0.0, 0))
    return event if best >= SAME_TRIGGER else None


def examples(one: Prepared) -> Iterator[tuple[str, Example]]:
    """Every example of an article with the name of its model."""
    yield from _eventhood(one)
    yield from (("eventhood", example) for example in one.alone)
    yield from _pairs(one)
    yield from _whole_events(one)
    yield from _links(one)


def _eventhood(one: Prepared) -> Iterator[tuple[str, Example]]:
    title = title_words(one.gold["title"])
    for at, event in enumerate(one.events):
        features = eventhood_features(one.candidates, at, title, one.surroundings)
        yield "eventhood", Example(one.gold["id"], features, _yes(event is not None))


def alone(one: Prepared, tolls: Linear) -> Iterator[Example]:
    """Eventhood of the triggers of each segment read as an article of its own, so that short news is learned too."""
    told = {c.trigger.span.start for c, event in zip(one.candidates, one.events, strict=True) if event is not None}
    for segment in one.document.segments:
        text = segment.span.of(one.document.text)
        document = Document(text)
        article = Article(id=one.gold["id"], text=text, published=one.gold["published"])
        surroundings = Surroundings(document, resolved_arguments(document, article, {"casualty": tolls}))
        candidates = find_candidates(document, surroundings)
        for at, candidate in enumerate(candidates):
            features = eventhood_features(candidates, at, frozenset(), surroundings)
            event = segment.span.start + candidate.trigger.span.start in told
            yield Example(one.gold["id"], features, _yes(event))


def _pairs(one: Prepared) -> Iterator[tuple[str, Example]]:
    told = [(c, e) for c, e in zip(one.candidates, one.events, strict=True) if e is not None]
    candidates, events = [c for c, _ in told], [e for _, e in told]
    for j in range(len(told)):
        for i in range(j):
            features = pair_features(one.document, candidates, i, j)
            yield "coreference", Example(one.gold["id"], features, _yes(events[i] == events[j]))
    gold = one.gold["events"]
    for i, j, features in response_pairs(one.document, candidates):
        answers = gold[events[i]]["response_to"] == gold[events[j]]["id"]
        yield "response", Example(one.gold["id"], features, _yes(answers))


def _groups(one: Prepared) -> dict[int, list[Candidate]]:
    groups: dict[int, list[Candidate]] = {}
    for candidate, event in zip(one.candidates, one.events, strict=True):
        if event is not None:
            groups.setdefault(event, []).append(candidate)
    return groups


def _whole_events(one: Prepared) -> Iterator[tuple[str, Example]]:
    for number, group in _groups(one).items():
        event = one.gold["events"][number]
        features = type_features(one.document, group)
        yield "type", Example(one.gold["id"], features, event["sub_event_type"])
        values = [value for candidate in group for value in candidate.values]
        roles = {role for value in values for role in _roles(one, value, event)}
        features = features + [f"has={role}" for role in sorted(roles)]
        yield "responsibility", Example(one.gold["id"], features, event["responsibility"])
        yield "denied", Example(one.gold["id"], features, _yes(event["denied"]))


def _links(one: Prepared) -> Iterator[tuple[str, Example]]:
    for number, group in _groups(one).items():
        event = one.gold["events"][number]
        for candidate in group:
            for kind, near in in_reach(one.surroundings, candidate).items():
                for argument in near:
                    features = link_features(one.surroundings, candidate, argument, near)
                    role = next(_roles(one, argument, event), "none")
                    yield f"link {kind}", Example(one.gold["id"], features, role)


def _roles(one: Prepared, argument: Argument, event: dict[str, Any]) -> Iterator[str]:
    """The roles that gold gives an argument in an event, told by overlapping quotes."""
    keys = {"date": "date", "place": "places", "weapon": "weapons", "casualty": "casualties", "source": "sources"}
    if argument.kind == "participant":
        items = [(item, role) for key, role in ROLES.items() for item in event[key]]
    else:
        value = event[keys[argument.kind]]
        listed = value if isinstance(value, list) else [value] if value else []
        items = [(item, argument.kind) for item in listed]
    for item, role in items:
        if _matches(one.gold["text"], argument, item):
            yield role


def _matches(text: str, argument: Argument, item: dict[str, Any]) -> bool:
    value = argument.mention
    if argument.kind == "date":
        return item["start"] == value.start.isoformat() and item["end"] == value.end.isoformat()
    if argument.kind == "casualty":
        return (item["status"], item["min"], item["max"]) == (value.status, value.min, value.max)
    if argument.kind == "weapon" and item["kind"] != value.kind:
        return False
    return bool(scorer("score").dice(argument.span.of(text), item["quote"]) >= SAME_QUOTE)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
