"""The events of an article: triggers that tell of one, grouped, typed, with their arguments and their answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from musnad.extract.arguments import in_reach, link_features
from musnad.extract.candidates import Argument, Candidate, Surroundings, find_candidates
from musnad.extract.coreference import cluster
from musnad.extract.event_types import type_features
from musnad.extract.eventhood import eventhood_features
from musnad.extract.lexicon import bare
from musnad.extract.linear import Models, models
from musnad.extract.responses import find_answers
from musnad.schema import Span
from musnad.schema.reading import Responsibility
from musnad.text.document import Document

# Tuned on out-of-fold predictions of gold's dev part (training/reader/fit.py --cross-validate).
EVENTHOOD, COREFERENCE, RESPONSE, DENIED = 0.43, 0.35, 0.28, 0.5
LINKS = {"date": 0.2, "place": 0.35, "actor": 0.37, "target": 0.3, "weapon": 0.45, "casualty": 0.5, "source": 0.45}
NOTED, MOST_CHOICES = 0.05, 4
"""The least probability of a link that is worth telling as a runner-up, and how many choices are told."""
SHARED = {"date": 0.0, "place": 0.85, "actor": 0.8, "target": 0.85, "weapon": 0.85, "casualty": 0.95, "source": 0.0}


class Link(NamedTuple):
    """An argument of an event, the role it plays, and how probable that is."""

    argument: Argument
    role: str
    probability: float


class EventDraft(NamedTuple):
    """An event before it is written down: its mentions, type, links, and which earlier draft it answers.

    `weighed` are all links that were probable at all, `choices` the rankings that type and responsibility head.
    """

    candidates: list[Candidate]
    probability: float
    sub_event_type: str
    type_probability: float
    links: list[Link]
    responsibility: Responsibility
    denied: bool
    response_to: int | None
    weighed: list[Link]
    choices: dict[str, list[tuple[str, float]]]


def title_words(title: str) -> frozenset[str]:
    """The bare words of a headline."""
    return frozenset(bare(token.fold) for token in Document(title).tokens)


def find_events(
    document: Document, title: str, arguments: Sequence[Argument], weights: Models | None = None
) -> list[EventDraft]:
    """The events that a text tells of; `weights` stand in for the packaged ones in cross-validation."""
    learned = models() if weights is None else weights
    surroundings = Surroundings(document, arguments)
    candidates = _judged(title, surroundings, learned)
    groups = cluster(document, candidates, learned["coreference"].probability, COREFERENCE)
    answers = find_answers(document, groups, learned["response"].probability, RESPONSE)
    weighed = [find_links(surroundings, group, learned) for group in groups]
    links = without_rivals([_probable(found) for found in weighed])
    drafts = [_draft(document, group, links[n], answers.get(n), learned) for n, group in enumerate(groups)]
    return [draft._replace(weighed=weighed[n]) for n, draft in enumerate(drafts)]


def _judged(title: str, surroundings: Surroundings, learned: Models) -> list[Candidate]:
    candidates, headline = find_candidates(surroundings.document, surroundings), title_words(title)
    judged = []
    for at, candidate in enumerate(candidates):
        features = eventhood_features(candidates, at, headline, surroundings)
        chance = learned["eventhood"].probability(features)
        if chance >= EVENTHOOD:
            judged.append(candidate._replace(probability=chance))
    return judged


def _draft(
    document: Document, group: list[Candidate], links: list[Link], answers: int | None, learned: Models
) -> EventDraft:
    features = type_features(document, group)
    kinds = learned["type"].ranking(features)[:MOST_CHOICES]
    features += [f"has={link.role}" for link in links]
    accounts = learned["responsibility"].ranking(features)
    return EventDraft(
        candidates=group,
        probability=max(candidate.probability for candidate in group),
        sub_event_type=kinds[0][0],
        type_probability=kinds[0][1],
        links=links,
        responsibility=_responsibility(accounts[0][0]),
        denied=learned["denied"].probability(features) >= DENIED,
        response_to=answers,
        weighed=links,
        choices={"sub_event_type": kinds, "responsibility": accounts},
    )


def _responsibility(best: str) -> Responsibility:
    return next((value for value in get_args(Responsibility) if value == best), "unknown")


def find_links(surroundings: Surroundings, group: Sequence[Candidate], learned: Models) -> list[Link]:
    """The arguments that an event may take, the most probable first, each value once."""
    best: dict[tuple[str, str], Link] = {}
    for candidate in group:
        for link in _scored(surroundings, candidate, learned):
            key = (link.role, link.argument.value)
            if key not in best or link.probability > best[key].probability:
                best[key] = link
    return sorted(best.values(), key=lambda link: (-link.probability, link.argument.span))


def without_rivals(events: Sequence[list[Link]], shared: Mapping[str, float] = SHARED) -> list[list[Link]]:
    """Leaves out a link where another event takes the same argument in the same role far more probably.

    `shared` is the share of the other's probability that a link of each role needs.
    """
    best: dict[tuple[str, Span], float] = {}
    for link in (link for links in events for link in links):
        key = (link.role, link.argument.span)
        best[key] = max(best.get(key, 0.0), link.probability)
    return [
        [link for link in links if link.probability >= shared[link.role] * best[link.role, link.argument.span]]
        for links in events
    ]


def _scored(surroundings: Surroundings, candidate: Candidate, learned: Models) -> Iterator[Link]:
    """The roles that the arguments near a candidate may play in its event."""
    for kind, near in in_reach(surroundings, candidate).items():
        for argument in near:
            features = link_features(surroundings, candidate, argument, near)
            for role, chance in learned[f"link {kind}"].ranking(features):
                if role in LINKS and chance >= NOTED:
                    yield Link(argument, role, chance)


def _probable(weighed: Sequence[Link]) -> list[Link]:
    """The links that are probable enough, of dates only the first."""
    links = [link for link in weighed if link.probability >= LINKS[link.role]]
    dates = [link for link in links if link.role == "date"]
    return [link for link in links if link.role != "date" or link is dates[0]]


def mention_span(candidate: Candidate) -> Span:
    """The clause to quote for a candidate; it always holds the trigger."""
    clause, trigger = candidate.clause, candidate.trigger.span
    return Span(min(clause.start, trigger.start), max(clause.end, trigger.end))
