"""Which triggers of an article tell of the same event? Mention pairs are scored, each joins its best antecedent."""

from collections.abc import Callable, Iterator, Sequence

from musnad.extract.candidates import Candidate, Kind
from musnad.extract.lexicon import bare, senses
from musnad.text.document import Document

MAX_STEPS = 40
BETWEEN_LIMIT = 8
COMPARED: tuple[Kind, ...] = ("date", "place", "casualty")
OPENING_WORDS = 3


PairScorer = Callable[[list[str]], float]


def cluster(
    document: Document, candidates: Sequence[Candidate], score: PairScorer, threshold: float
) -> list[list[Candidate]]:
    """Groups of candidates that tell of one event, in order of first mention."""
    groups = joined(len(candidates), lambda i, j: score(pair_features(document, candidates, i, j)), threshold)
    return [[candidates[at] for at in group] for group in groups]


def joined(count: int, chance: Callable[[int, int], float], threshold: float) -> list[list[int]]:
    """Groups of the numbers below `count`: each joins its best antecedent, the nearest of equals, or founds a group.

    `chance` is the probability that an earlier and a later one belong together; MAX_STEPS back are asked.
    """
    groups: list[list[int]] = []
    home: dict[int, int] = {}
    for at in range(count):
        best, antecedent = max(((chance(i, at), i) for i in range(max(0, at - MAX_STEPS), at)), default=(0.0, -1))
        if best >= threshold:
            home[at] = home[antecedent]
            groups[home[at]].append(at)
        else:
            home[at] = len(groups)
            groups.append([at])
    return groups


def pair_features(document: Document, candidates: Sequence[Candidate], i: int, j: int) -> list[str]:
    """The names of the features that hold of the pair of an earlier candidate i and a later one j."""
    a, b = candidates[i], candidates[j]
    distance = b.segment - a.segment
    features = [
        f"apart={min(distance, 4)}",
        f"steps={min(j - i, 4)}",
        f"senses={a.trigger.sense}>{b.trigger.sense}",
        f"roles={senses()[a.trigger.sense].role}>{senses()[b.trigger.sense].role}+apart={min(distance, 2)}",
        f"same sense={a.trigger.sense == b.trigger.sense}+definite={b.trigger.definite}+apart={min(distance, 2)}",
        f"same type={senses()[a.trigger.sense].type == senses()[b.trigger.sense].type}",
        f"form={b.trigger.form.broad}+definite={b.trigger.definite}",
        f"later sense={b.trigger.sense}+definite={b.trigger.definite}",
        f"same word={a.word == b.word}+definite={b.trigger.definite}",
        f"first={i == 0}",
    ]
    return [*features, *_values(a, b), *_wording(document, a, b, distance)]


def _values(a: Candidate, b: Candidate) -> Iterator[str]:
    for kind in COMPARED:
        left, right = a.told.get(kind), b.told.get(kind)
        if left and right:
            yield f"{kind}={'shared' if left & right else 'different'}"
        else:
            yield f"{kind}={'earlier' if left else 'later' if right else 'none'}"


def _wording(document: Document, a: Candidate, b: Candidate, distance: int) -> Iterator[str]:
    tokens = document.tokens
    if distance == 0:
        between = tokens[a.trigger.last + 1 : b.trigger.first]
        yield f"gap={min(len(between), 12) // 3}"
        if len(between) <= BETWEEN_LIMIT:
            yield from (f"between={bare(token.fold)}" for token in between)
    else:
        segment = document.segments[b.segment]
        first = document.token_index(segment.span.start)
        yield from (f"opening={bare(token.fold)}" for token in tokens[first : first + OPENING_WORDS])
        yield f"segment={segment.kind}"
    yield from (f"after={word}" for word in b.after)
    shared = len(a.content & b.content)
    yield f"shared words={min(shared, 4)}+same clause={a.clause == b.clause}"
