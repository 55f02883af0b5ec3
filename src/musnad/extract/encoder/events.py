"""The events of an article: triggers judged and grouped, typed, with their arguments and answers."""

from collections.abc import Sequence
from typing import NamedTuple, get_args

import msgspec
import numpy as np

from musnad.codebook import codebook
from musnad.extract.candidates import Argument, Surroundings
from musnad.extract.coreference import MAX_STEPS
from musnad.extract.encoder.fusion import Fusion
from musnad.extract.encoder.heads import Floats, sigmoid, softmax
from musnad.extract.encoder.labels import KIND_OF_ROLE, PAIRS, RESPONSIBILITIES, ROLES, STATUSES
from musnad.extract.encoder.model import View
from musnad.extract.encoder.scores import EventScores, TriggerScores
from musnad.extract.events import EventDraft, Link, without_rivals
from musnad.extract.linear import Models
from musnad.schema.reading import Responsibility


class Settings(NamedTuple):
    """Thresholds and weights of composing, tuned on out-of-fold predictions of gold's dev part."""

    eventhood: float = 0.4
    coreference: float = 0.2
    response: float = 0.5
    denied: float = 0.5
    date: float = 0.2
    date_heard: float = 0.2
    type_heard: float = 1.0
    place: float = 0.34
    actor: float = 0.38
    target: float = 0.41
    weapon: float = 0.41
    casualty: float = 0.41
    source: float = 0.38


SETTINGS = Settings()
SHARED = {"date": 0.0, "place": 0.5, "actor": 0.6, "target": 0.7, "weapon": 0.8, "casualty": 0.9, "source": 0.5}
"""What share of another event's probability an argument's link needs to stay."""


def find_events(
    view: View,
    surroundings: Surroundings,
    title: str,
    learned: Models | None,
    fusion: Fusion,
    settings: Settings = SETTINGS,
) -> list[EventDraft]:
    """The events that a text tells of, by the encoder and, where they are given, the lexicon's linear models."""
    seen = TriggerScores(view, surroundings, title, learned)
    if not seen.candidates:
        return []
    chances = fusion["eventhood"].probability(seen.encoder, seen.lexicon)
    kept = [
        candidate._replace(probability=float(chance))
        for candidate, chance in zip(seen.candidates, chances, strict=True)
        if chance >= settings.eventhood
    ]
    return compose(EventScores(view, surroundings, kept, learned), learned, fusion, settings) if kept else []


def compose(scores: EventScores, learned: Models | None, fusion: Fusion, settings: Settings) -> list[EventDraft]:
    """The events that an article's scores make."""
    return _Composer(scores, learned, fusion, settings).drafts()


class _Composer:
    def __init__(self, scores: EventScores, learned: Models | None, fusion: Fusion, settings: Settings) -> None:
        self.scores, self.learned, self.settings = scores, learned, settings
        same = scores.pairs[..., PAIRS.index("same")]
        odds = np.log(np.clip(same, 1e-4, 1 - 1e-4) / np.clip(1 - same, 1e-4, 1))
        self.same = fusion["coreference"].probability(odds, scores.same)
        self.fusion = fusion

    def drafts(self) -> list[EventDraft]:
        groups = self._groups()
        answers = self._answers(groups)
        links = without_rivals([self._links(group) for group in groups], SHARED)
        return [self._draft(group, links[number], answers.get(number)) for number, group in enumerate(groups)]

    def _groups(self) -> list[list[int]]:
        """Each trigger joins its best antecedent, in order."""
        groups: list[list[int]] = []
        home: dict[int, int] = {}
        for at in range(len(self.scores.candidates)):
            first = max(0, at - MAX_STEPS)
            best = first + int(self.same[first:at, at].argmax()) if at else -1
            if at and self.same[best, at] >= self.settings.coreference:
                home[at] = home[best]
                groups[home[at]].append(at)
            else:
                home[at] = len(groups)
                groups.append([at])
        return groups

    def _answers(self, groups: Sequence[Sequence[int]]) -> dict[int, int]:
        """For the index of each group that answers another, the index of the group that it answers."""
        earlier, later = (self.scores.pairs[..., PAIRS.index(name)] for name in ("earlier answers", "later answers"))
        best: dict[int, tuple[float, int]] = {}
        for x, one in enumerate(groups):
            for y, other in enumerate(groups):
                if x != y:
                    chance = max(float(earlier[i, j] if i < j else later[j, i]) for i in one for j in other)
                    if chance >= max(self.settings.response, best.get(x, (0.0, 0))[0]):
                        best[x] = (chance, y)
        return {answering: answered for answering, (_, answered) in best.items()}

    def _draft(self, group: list[int], links: list[Link], answers: int | None) -> EventDraft:
        heard = self.settings.type_heard * self.scores.types_heard(group, self.learned)
        chances = softmax(self.scores.types[group].mean(0) + heard)
        kind = int(chances.argmax())
        account = self.scores.accounts[group].mean(0)
        return EventDraft(
            candidates=[self.scores.candidates[at] for at in group],
            probability=max(self.scores.candidates[at].probability for at in group),
            sub_event_type=list(codebook().sub_event_types)[kind],
            type_probability=float(chances[kind]),
            links=links,
            responsibility=_responsibility(account[:-1]),
            denied=float(sigmoid(account[-1:])[0]) >= self.settings.denied,
            response_to=answers,
        )

    def _links(self, group: list[int]) -> list[Link]:
        marked, heard = self.scores.links[group].max(0), _loudest(self.scores.links_heard[group])
        found = list(self._date(group, marked[:, 0], heard[:, 0]))
        for column, role in enumerate(ROLES[1:], 1):
            chances = self.fusion[f"link {role}"].probability(marked[:, column], heard[:, column])
            for at, argument in enumerate(self.scores.arguments):
                if argument.kind == KIND_OF_ROLE[role] and chances[at] >= getattr(self.settings, role):
                    found.append(self._link(at, argument, role, float(chances[at])))
        return _distinct(sorted(found, key=lambda link: (-link.probability, link.argument.span)))

    def _date(self, group: list[int], marked: Floats, heard: Floats) -> list[Link]:
        """The most probable date, those of one value taken together."""
        held = [at for at, argument in enumerate(self.scores.arguments) if argument.kind == "date"]
        if not held:
            return []
        scores = marked[held] + self.settings.date_heard * np.nan_to_num(heard[held], nan=-5.0)
        none = self.scores.no_date[group].mean() - 5.0 * self.settings.date_heard
        chances = softmax(np.array([*scores, none], dtype=np.float32))
        by_value: dict[str, float] = {}
        for at, chance in zip(held, chances, strict=False):
            value = self.scores.arguments[at].value
            by_value[value] = by_value.get(value, 0.0) + float(chance)
        value, chance = max(by_value.items(), key=lambda pair: pair[1])
        if chance < max(self.settings.date, float(chances[-1])):
            return []
        same = [at for at in held if self.scores.arguments[at].value == value]
        best = max(same, key=lambda at: float(marked[at]))
        return [Link(self.scores.arguments[best], "date", chance)]

    def _link(self, at: int, argument: Argument, role: str, chance: float) -> Link:
        if role != "casualty":
            return Link(argument, role, chance)
        status = STATUSES[int(self.scores.statuses[at, 1:].argmax()) + 1]
        toll = msgspec.structs.replace(argument.mention, status=status)
        return Link(argument._replace(mention=toll, value=f"{status}:{toll.min}-{toll.max}"), role, chance)


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
