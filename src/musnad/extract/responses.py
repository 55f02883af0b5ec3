"""Which event is said to answer which: in retaliation, in protest, after."""

from collections.abc import Iterator, Sequence

from musnad.extract.candidates import Candidate
from musnad.extract.coreference import PairScorer, pair_features
from musnad.extract.lexicon import in_list
from musnad.text.document import Document

MAX_STEPS = 4
CONNECTOR_REACH = 6


def find_answers(
    document: Document, groups: Sequence[list[Candidate]], score: PairScorer, threshold: float
) -> dict[int, int]:
    """For the index of each group that answers another, the index of the group that it answers."""
    home = {candidate.trigger: n for n, group in enumerate(groups) for candidate in group}
    candidates = sorted((candidate for group in groups for candidate in group), key=lambda c: c.trigger.first)
    best: dict[int, tuple[float, int]] = {}
    for i, j, features in response_pairs(document, candidates):
        answering, answered = home[candidates[i].trigger], home[candidates[j].trigger]
        chance = score(features)
        if answering != answered and chance >= max(threshold, best.get(answering, (0.0, 0))[0]):
            best[answering] = (chance, answered)
    return {answering: answered for answering, (_, answered) in best.items()}


def response_pairs(document: Document, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int, list[str]]]:
    """Pairs (answering, answered) of near candidates with a connector before one of them, and their features."""
    connected = [_connectors(document, candidate) for candidate in candidates]
    for i in range(len(candidates)):
        for j in range(max(0, i - MAX_STEPS), min(len(candidates), i + MAX_STEPS + 1)):
            if i != j and (connected[i] or connected[j]):
                low, high = sorted((i, j))
                order = "forward" if i < j else "backward"
                features = [f"{order} {name}" for name in pair_features(document, candidates, low, high)]
                features += [f"{order} first:{word}" for word in connected[low]]
                features += [f"{order} second:{word}" for word in connected[high]]
                yield i, j, features


def _connectors(document: Document, candidate: Candidate) -> list[str]:
    """The words before a trigger, each with its distance, where one of them is a connector such as `ردا` or `عقب`."""
    at = candidate.trigger.first
    words = [token.fold for token in document.tokens[max(0, at - CONNECTOR_REACH) : at]]
    if not any(in_list(word, "connectors") for word in words):
        return []
    return [*words, *(f"-{distance}:{word}" for distance, word in enumerate(reversed(words[-3:]), 1))]
