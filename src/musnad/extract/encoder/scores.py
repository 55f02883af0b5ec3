"""What encoder and lexicon say of one article's triggers, pairs of triggers, and triggers with arguments."""

from collections.abc import Sequence
from copy import copy

import numpy as np

from musnad.codebook import codebook
from musnad.extract.arguments import in_reach, link_features
from musnad.extract.candidates import KINDS, Candidate, Surroundings, candidate_of, find_candidates
from musnad.extract.coreference import MAX_STEPS, pair_features
from musnad.extract.encoder.codes import Triggers, argument_arrays, link_codes, pair_codes
from musnad.extract.encoder.fusion import log_odds, odds_of
from musnad.extract.encoder.heads import Floats
from musnad.extract.encoder.labels import KIND_OF_ROLE, PAIRS, ROLES
from musnad.extract.encoder.model import View
from musnad.extract.event_types import type_features
from musnad.extract.eventhood import eventhood_features
from musnad.extract.events import title_words
from musnad.extract.lexicon import bare, is_definite, stems
from musnad.extract.linear import Models
from musnad.extract.morphology import Form
from musnad.extract.responses import response_pairs
from musnad.extract.triggers import Trigger
from musnad.schema import Span

MARKED = "marked by the encoder"
LEAST_TRIGGER = 0.08
MOST_TRIGGER_WORDS = 3
SILENT = float("nan")


class TriggerScores:
    """Every trigger that lexicon or encoder see, in order, with log-odds that it tells of an event from both."""

    def __init__(self, view: View, surroundings: Surroundings, title: str, learned: Models | None) -> None:
        known = surroundings.listed()
        listed = find_candidates(view.document, known)
        covered = {at for c in listed for at in range(c.trigger.first, c.trigger.last + 1)}
        marked = [trigger for trigger in marked_triggers(view) if trigger.first not in covered]
        begins, headline = view.tags[:, 0, 1], title_words(title)
        rows: list[tuple[Candidate, float, float]] = []
        for at, candidate in enumerate(listed):
            heard = SILENT
            if learned is not None:
                features = eventhood_features(listed, at, headline, known)
                heard = log_odds(learned["eventhood"].probability(features))
            first, last = candidate.trigger.first, candidate.trigger.last
            rows.append((candidate, log_odds(float(begins[first : last + 1].max())), heard))
        for trigger in marked:
            candidate = candidate_of(view.document, known, trigger)
            rows.append((candidate, log_odds(float(begins[trigger.first])), SILENT))
        rows.sort(key=lambda row: row[0].trigger.first)
        self.candidates = [row[0] for row in rows]
        self.encoder = np.array([row[1] for row in rows], dtype=np.float32)
        self.lexicon = np.array([row[2] for row in rows], dtype=np.float32)


def marked_triggers(view: View) -> list[Trigger]:
    """The words that the encoder takes for triggers, however unsure."""
    found = []
    for span, _ in view.marked("trigger", LEAST_TRIGGER):
        first = view.document.token_index(span.start)
        last = min(first + MOST_TRIGGER_WORDS, view.document.token_index(span.end)) - 1
        whole = Span(span.start, view.document.tokens[last].end)
        found.append(Trigger(first, last, whole, MARKED, Form("open"), False, False))
    return found


class EventScores:
    """What both say of triggers that tell of events: T triggers, A arguments.

    `same` (T, T) that an earlier and a later one tell of one event, `answers` (T, T) that what the first tells answers
    what the second tells, `links` (T, A, ROLES): log-odds by the encoder, and under `…_heard` by the lexicon, NaN where
    it is silent; `types` (T, types) log-odds by the encoder.
    """

    def __init__(
        self, view: View, surroundings: Surroundings, candidates: Sequence[Candidate], learned: Models | None
    ) -> None:
        heads, document = view.model.heads, view.document
        self.document, self.candidates = document, candidates
        self.arguments = [argument for kind in KINDS for argument in surroundings.of_kind[kind]]
        triggers = Triggers(
            np.array([c.trigger.first for c in candidates]),
            np.array([c.trigger.last for c in candidates]),
            np.array([c.segment for c in candidates]),
        )
        vectors = view.words[triggers.first]
        self.types, self.accounts, self.no_date = heads.types(vectors), heads.accounts(vectors), heads.no_date(vectors)
        folds = [document.tokens[at].fold for at in triggers.first]
        definite = [any(is_definite(stem) for stem in stems(word)[:1]) for word in folds]
        pairs = heads.pairs(vectors, pair_codes(triggers, [bare(word) for word in folds], definite))
        self.same, self.answers = odds_of(pairs[..., PAIRS.index("same")]), _answers(pairs)
        self.same_heard, self.answers_heard = self._pairs_heard(learned)
        arrays = argument_arrays(document, surroundings, self.arguments, view.model.tags)
        self.links = heads.links(vectors, view.words, arrays, link_codes(triggers, arrays))
        self.links_heard = self._links(surroundings.listed(), learned)
        self.statuses = heads.statuses(view.words, arrays)

    def only(self, kept: Sequence[int]) -> "EventScores":
        """The scores of some of the triggers."""
        part = copy(self)
        part.candidates = [self.candidates[at] for at in kept]
        part.types, part.accounts, part.no_date = self.types[kept], self.accounts[kept], self.no_date[kept]
        for name in ("same", "same_heard", "answers", "answers_heard"):
            setattr(part, name, getattr(self, name)[np.ix_(kept, kept)])
        part.links, part.links_heard = self.links[kept], self.links_heard[kept]
        return part

    def _pairs_heard(self, learned: Models | None) -> tuple[Floats, Floats]:
        """The lexicon's log-odds that two triggers tell of one event, and that the first's answers the second's."""
        same, answers = (np.full(self.same.shape, SILENT, dtype=np.float32) for _ in range(2))
        if learned is None:
            return same, answers
        listed = [at for at, candidate in enumerate(self.candidates) if is_listed(candidate)]
        known = [self.candidates[at] for at in listed]
        for y in range(len(known)):
            for x in range(max(0, y - MAX_STEPS), y):
                features = pair_features(self.document, known, x, y)
                same[listed[x], listed[y]] = log_odds(learned["coreference"].probability(features))
        for x, y, features in response_pairs(self.document, known):
            answers[listed[x], listed[y]] = log_odds(learned["response"].probability(features))
        return same, answers

    def _links(self, surroundings: Surroundings, learned: Models | None) -> Floats:
        """The lexicon's log-odds that an argument plays a role in what a trigger tells."""
        found = np.full(self.links.shape, SILENT, dtype=np.float32)
        if learned is None:
            return found
        places = {id(argument): at for at, argument in enumerate(self.arguments)}
        for number, candidate in enumerate(self.candidates):
            if not is_listed(candidate):
                continue
            for kind, near in in_reach(surroundings, candidate).items():
                for argument in near:
                    features = link_features(surroundings, candidate, argument, near)
                    for role, chance in learned[f"link {kind}"].ranking(features):
                        if role in KIND_OF_ROLE:
                            found[number, places[id(argument)], ROLES.index(role)] = log_odds(chance)
        return found

    def types_heard(self, group: Sequence[int], learned: Models | None) -> Floats:
        """The lexicon's log-probabilities of the sub-event types, in the codebook's order; 0 where it is silent."""
        known = [self.candidates[at] for at in group if is_listed(self.candidates[at])]
        kinds = list(codebook().sub_event_types)
        if not known or learned is None:
            return np.zeros(len(kinds), dtype=np.float32)
        chances = dict(learned["type"].ranking(type_features(self.document, known)))
        return np.log(np.array([max(chances.get(kind, 0.0), 1e-4) for kind in kinds], dtype=np.float32))


def _answers(pairs: Floats) -> Floats:
    """From P of each of PAIRS for an earlier and a later trigger the log-odds that the first answers the second."""
    earlier, later = (odds_of(pairs[..., PAIRS.index(name)]) for name in ("earlier answers", "later answers"))
    found: Floats = np.triu(earlier, 1) + np.tril(later.T, -1)
    return found


def is_listed(candidate: Candidate) -> bool:
    """Whether the lexicon knows a candidate's trigger."""
    return candidate.trigger.sense != MARKED
