"""The events of an article: triggers judged and grouped, typed, with their arguments and answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

import msgspec
import numpy as np

from musnad.codebook import codebook
from musnad.extract.candidates import Argument, Surroundings
from musnad.extract.coreference import joined
from musnad.extract.encoder.fusion import Fusion, odds_of
from musnad.extract.encoder.gate import passes
from musnad.extract.encoder.heads import Floats, sigmoid, softmax
from musnad.extract.encoder.judge import Judges, judges
from musnad.extract.encoder.labels import KIND_OF_ROLE, RESPONSIBILITIES, ROLES, STATUSES
from musnad.extract.encoder.model import View
from musnad.extract.encoder.rivals import LOWEST, Rivals
from musnad.extract.encoder.scores import EventScores, TriggerScores
from musnad.extract.events import MOST_CHOICES, NOTED, EventDraft, Link
from musnad.extract.linear import Models
from musnad.schema.reading import Responsibility


class Settings(NamedTuple):
    """Thresholds and weights of composing, tuned on out-of-fold predictions of gold's dev part."""

    eventhood: float = 0.33
    coreference: float = 0.2
    response: float = 0.3
    denied: float = 0.5
    date: float = 0.2
    date_heard: float = 0.15
    type_heard: float = 1.1
    place: float = 0.28
    actor: float = 0.35
    target: float = 0.32
    weapon: float = 0.34
    casualty: float = 0.32
    source: float = 0.28


SETTINGS = Settings()


def find_events(
    view: View,
    surroundings: Surroundings,
    title: str,
    learned: Models | None,
    fusion: Fusion,
    settings: Settings = SETTINGS,
    judged_by: Judges | None = None,
) -> list[EventDraft]:
    """The events that a text tells of, by the encoder and, where they are given, the lexicon's linear models."""
    seen = TriggerScores(view, surroundings, title, learned)
    if not seen.candidates:
        return []
    chances, held = fusion["eventhood"].probability(seen.encoder, seen.lexicon), judged_by or judges()
    if not passes(view.gate, chances, held):
        return []
    kept = [
        candidate._replace(probability=float(chance))
        for candidate, chance in zip(seen.candidates, chances, strict=True)
        if chance >= settings.eventhood
    ]
    if not kept:
        return []
    scores = EventScores(view, surroundings, kept, learned)
    return Composer(scores, learned, fusion, settings).drafts(held)


class Composer:
    """Makes the events of an article from its scores; `groups` are the triggers of each."""

    def __init__(self, scores: EventScores, learned: Models | None, fusion: Fusion, settings: Settings) -> None:
        self.scores, self.learned, self.settings = scores, learned, settings
        self.same = fusion["coreference"].probability(scores.same, scores.same_heard)
        self.answers = fusion["response"].probability(scores.answers, scores.answers_heard)
        self.fusion = fusion
        self.groups = joined(len(scores.candidates), lambda i, j: float(self.same[i, j]), settings.coreference)

    def drafts(self, judged_by: Judges) -> list[EventDraft]:
        """The events, with the links that the judges take; a role without a judge stays empty."""
        answers, weighed = self._answers(self.groups), self._links(judged_by)
        return [self._draft(group, weighed[number], answers.get(number)) for number, group in enumerate(self.groups)]

    def rivals(self) -> Rivals:
        """The links of every role but the date, as encoder and lexicon together see them."""
        scores, arguments = self.scores, self.scores.arguments
        marked = np.stack([scores.links[group].max(0) for group in self.groups])
        heard = np.stack([_loudest(scores.links_heard[group]) for group in self.groups])
        links = {}
        for column, role in enumerate(ROLES[1:], 1):
            own = np.array([argument.kind == KIND_OF_ROLE[role] for argument in arguments], dtype=bool)
            chances = self.fusion[f"link {role}"].probability(marked[..., column], heard[..., column])
            links[role] = np.where(own, odds_of(chances), LOWEST)
        events = np.array([max(scores.candidates[at].probability for at in group) for group in self.groups])
        told = [{scores.candidates[at].segment for at in group} for group in self.groups]
        where = [self.scores.document.segment_index(argument.span.start) or 0 for argument in arguments]
        beside = np.array([[segment in own for segment in where] for own in told], dtype=np.float32)
        mentions = np.array([len(group) for group in self.groups])
        return Rivals(arguments, links, odds_of(events), mentions, beside.reshape(len(self.groups), len(arguments)))

    def _answers(self, groups: Sequence[Sequence[int]]) -> dict[int, int]:
        """For the index of each group that answers another, the index of the group that it answers."""
        chances = [
            (float(self.answers[np.ix_(one, other)].max()), x, y)
            for x, one in enumerate(groups)
            for y, other in enumerate(groups)
            if x != y
        ]
        answered: dict[int, int] = {}
        for chance, x, y in sorted(chances, key=lambda held: -held[0]):
            if chance >= self.settings.response and x not in answered and not _leads_to(answered, y, x):
                answered[x] = y
        return answered

    def _taken(self, weighed: Sequence[Link]) -> list[Link]:
        """The links that are probable enough: the first date, and each value of the other roles once."""
        dates = [link for link in weighed if link.role == "date"]
        undated = 1.0 - sum(link.probability for link in dates)
        dated = [link for link in dates[:1] if link.probability >= max(self.settings.date, undated)]
        others = (link for link in weighed if link.role != "date")
        return [*dated, *_distinct([one for one in others if one.probability >= getattr(self.settings, one.role)])]

    def _draft(self, group: list[int], weighed: list[Link], answers: int | None) -> EventDraft:
        heard = self.settings.type_heard * self.scores.types_heard(group, self.learned)
        chances = softmax(self.scores.types[group].mean(0) + heard)
        kind = int(chances.argmax())
        account = self.scores.accounts[group].mean(0)
        return EventDraft(
            candidates=[self.scores.candidates[at] for at in group],
            probability=max(self.scores.candidates[at].probability for at in group),
            sub_event_type=list(codebook().sub_event_types)[kind],
            type_probability=float(chances[kind]),
            links=self._taken(weighed),
            responsibility=_responsibility(account[:-1]),
            denied=float(sigmoid(account[-1:])[0]) >= self.settings.denied,
            response_to=answers,
            weighed=weighed,
            choices={
                "sub_event_type": _ranking(codebook().sub_event_types, chances),
                "responsibility": _ranking(RESPONSIBILITIES, softmax(account[:-1])),
            },
        )

    def _links(self, judged_by: Judges) -> list[list[Link]]:
        """The links of each event that are worth telling, the most probable first."""
        rivals, arguments = self.rivals(), self.scores.arguments
        found = [self._dates(group) for group in self.groups]
        for role in (role for role in ROLES[1:] if role in judged_by):
            held = rivals.weighed(role)
            chances = judged_by[role].probability(held.features)
            for event, at, chance in zip(held.events, held.arguments, chances, strict=True):
                if chance >= NOTED:
                    found[event].append(self._link(at, arguments[at], role, float(chance)))
        return [sorted(links, key=lambda link: (-link.probability, link.argument.span)) for links in found]

    def _dates(self, group: list[int]) -> list[Link]:
        """Every date that the event may have, those of one value taken together; what lacks to 1 is for none."""
        held = [at for at, argument in enumerate(self.scores.arguments) if argument.kind == "date"]
        if not held:
            return []
        marked, heard = self.scores.links[group, :, 0].max(0), _loudest(self.scores.links_heard[group])[:, 0]
        scores = marked[held] + self.settings.date_heard * np.nan_to_num(heard[held], nan=-5.0)
        none = self.scores.no_date[group].mean() - 5.0 * self.settings.date_heard
        chances = softmax(np.array([*scores, none], dtype=np.float32))
        by_value: dict[str, list[int]] = {}
        for place, at in enumerate(held):
            by_value.setdefault(self.scores.arguments[at].value, []).append(place)
        return [
            Link(
                self.scores.arguments[max((held[p] for p in places), key=lambda at: float(marked[at]))], "date", chance
            )
            for places in by_value.values()
            for chance in (float(chances[places].sum()),)
        ]

    def _link(self, at: int, argument: Argument, role: str, chance: float) -> Link:
        if role != "casualty":
            return Link(argument, role, chance)
        status = STATUSES[int(self.scores.statuses[at, 1:].argmax()) + 1]
        toll = msgspec.structs.replace(argument.mention, status=status)
        return Link(argument._replace(mention=toll, value=f"{status}:{toll.min}-{toll.max}"), role, chance)


def _leads_to(answered: Mapping[int, int], start: int, end: int) -> bool:
    """Whether an event answers another, straight or over others between."""
    while start in answered and start != end:
        start = answered[start]
    return start == end


def _ranking(names: Iterable[str], chances: Floats) -> list[tuple[str, float]]:
    """The most probable names, the first first."""
    ranked = sorted(zip(names, map(float, chances), strict=True), key=lambda pair: -pair[1])
    return ranked[:MOST_CHOICES]


def _responsibility(scores: Floats) -> Responsibility:
    best = RESPONSIBILITIES[int(scores.argmax())]
    return next((value for value in get_args(Responsibility) if value == best), "unknown")


def _loudest(heard: Floats) -> Floats:
    """The highest log-odds over triggers, NaN where the lexicon is silent on all."""
    silent = np.isnan(heard).all(0)
    highest: Floats = np.where(silent, np.nan, np.nan_to_num(heard, nan=-1e9).max(0)).astype(np.float32)
    return highest


def _distinct(links: Sequence[Link]) -> list[Link]:
    """Each value of a role once, and of overlapping words only the surest."""
    kept: list[Link] = []
    for link in links:
        rivals = (other.argument for other in kept if other.role == link.role)
        if not any(r.value == link.argument.value or r.span.overlaps(link.argument.span) for r in rivals):
            kept.append(link)
    return kept
