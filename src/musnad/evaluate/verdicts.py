"""What gold's scorer says of each single value: right, wrong, missed or spurious; the sums are the scorer's own counts.

Events are paired by the scorer. In a pair of events, values that the scorer leaves over on both sides are taken for
substitutions ("wrong": something else stands in a value's place), those with common words first; the rest are missed
or spurious, as in Makhoul et al. 1999, "Performance measures for information extraction".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from musnad.evaluate.gold import GoldArticle, scorer

Item = dict[str, Any]
Outcome = Literal["right", "wrong", "missed", "spurious"]
PARTS = {"date": "date", "place": "places", "actor": "actors", "target": "targets"}
PARTS |= {"weapon": "weapons", "casualty": "casualties", "source": "sources"}
"""For each role of a value its key in an event."""
FIELDS = ("event", "typed event", *PARTS, "response link", "statement")


class Verdict(NamedTuple):
    """One value of gold, of a reading, or of both, in the field of that name, and whether the scorer counts it right.

    `gold_event` and `found_event` are the indices of the events that the two sides belong to; where the events are
    paired both are set, though only one may hold the value. Statements have neither.
    """

    article: str
    field: str
    gold: Item | None
    found: Item | None
    right: bool
    gold_event: int | None = None
    found_event: int | None = None

    @property
    def outcome(self) -> Outcome:
        """`missed` and `spurious` have one side only, `wrong` has two."""
        if self.right:
            return "right"
        return "missed" if self.found is None else "spurious" if self.gold is None else "wrong"

    @property
    def event_met(self) -> bool:
        """Whether the value's event is both in gold and in the reading."""
        return self.gold_event is not None and self.found_event is not None


def verdicts(gold: GoldArticle, reading: Item) -> Iterator[Verdict]:
    """The verdicts over a reading (as decoded JSON) of a gold article, by field as in the scorer's report."""
    told, found, score = gold["events"], reading.get("events", []), scorer("score")
    pairs = dict(score.pair(told, found, lambda g, f: score.similarity(g, f, gold["text"])))
    both: list[tuple[int | None, int | None]] = [(i, pairs.get(i)) for i in range(len(told))]
    both += [(None, j) for j in range(len(found)) if j not in pairs.values()]
    names = {found[j].get("id"): told[i]["id"] for i, j in pairs.items()}
    for i, j in both:
        one, other = None if i is None else told[i], None if j is None else found[j]
        for field, left, right, good in _of_event(one, other, names):
            yield Verdict(gold["id"], field, left, right, good, i, j)
    yield from _statements(gold, reading)


Compared = tuple[str, Item | None, Item | None, bool]


def _of_event(gold: Item | None, found: Item | None, names: dict[Any, str]) -> Iterator[Compared]:
    yield "event", gold, found, bool(gold and found)
    types = [event.get("sub_event_type") for event in (gold, found) if event]
    yield "typed event", gold, found, len(types) == 2 and types[0] == types[1]
    for role in PARTS:
        values = _values(gold, role, bool(gold)), _values(found, role, bool(gold))
        yield from ((role, *compared) for compared in _compared(*values, _PAIRED[role]))
    left, right = (event if event and event.get("response_to") else None for event in (gold, found))
    if left or right:
        yield "response link", left, right, _same_answer(left, right, names)


def _same_answer(gold: Item | None, found: Item | None, names: dict[Any, str]) -> bool:
    """Whether both sides answer, and answer the same event of gold."""
    return bool(gold and found) and names.get((found or {})["response_to"]) == (gold or {})["response_to"]


def _values(event: Item | None, role: str, distinct: bool) -> list[Item]:
    """The values of a role that the scorer counts: one date, the first place, weapons and tolls once each."""
    held = (event or {}).get(PARTS[role]) or []
    values = [held] if isinstance(held, dict) else list(held)
    if role == "place":
        return values[:1]
    key = _KEYS.get(role)
    return list({key(value): value for value in reversed(values)}.values())[::-1] if key and distinct else values


_KEYS: dict[str, Callable[[Item], Any]] = {
    "weapon": lambda weapon: weapon.get("kind"),
    "casualty": lambda toll: (toll.get("status"), toll.get("min"), toll.get("max")),
}
Pairs = list[tuple[int, int]]
Pairing = Callable[[Sequence[Item], Sequence[Item]], Pairs]


def _by_key(key: Callable[[Item], Any]) -> Pairing:
    def paired(gold: Sequence[Item], found: Sequence[Item]) -> Pairs:
        places = {key(value): at for at, value in enumerate(found)}
        return [(i, places[key(value)]) for i, value in enumerate(gold) if key(value) in places]

    return paired


def _by_words(gold: Sequence[Item], found: Sequence[Item]) -> Pairs:
    pairs: Pairs = scorer("score").pair(gold, found, scorer("score").alike)
    return pairs


def _by_place(gold: Sequence[Item], found: Sequence[Item]) -> Pairs:
    return [(0, 0)] if gold and found and scorer("score").same_place(gold[0], found[0]) else []


_PAIRED: dict[str, Pairing] = {
    "date": _by_key(lambda date: (date.get("start"), date.get("end"))),
    "place": _by_place,
    "weapon": _by_key(_KEYS["weapon"]),
    "casualty": _by_key(_KEYS["casualty"]),
    **dict.fromkeys(("actor", "target", "source"), _by_words),
}


def _compared(
    gold: Sequence[Item], found: Sequence[Item], paired: Pairing
) -> Iterator[tuple[Item | None, Item | None, bool]]:
    right = paired(gold, found)
    yield from ((gold[i], found[j], True) for i, j in right)
    missed = [item for i, item in enumerate(gold) if i not in {i for i, _ in right}]
    spurious = [item for j, item in enumerate(found) if j not in {j for _, j in right}]
    score = scorer("score")
    near = score.pair(missed, spurious, lambda a, b: score.dice(a.get("quote", ""), b.get("quote", "")))
    missed = _first(missed, [i for i, _ in near])
    spurious = _first(spurious, [j for _, j in near])
    for at in range(max(len(missed), len(spurious))):
        yield (missed[at] if at < len(missed) else None), (spurious[at] if at < len(spurious) else None), False


def _first(items: Sequence[Item], order: Sequence[int]) -> list[Item]:
    return [items[at] for at in order] + [item for at, item in enumerate(items) if at not in order]


def _statements(gold: GoldArticle, reading: Item) -> Iterator[Verdict]:
    said, heard = gold["statements"], reading.get("statements", [])
    score, text = scorer("score"), gold["text"]

    def like(a: Item, b: Item) -> float:
        spans = ((x, y) for x in score.spans(a["quote"], text) for y in score.spans(b["quote"], text))
        close = max((float(score.jaccard(x, y)) for x, y in spans), default=0.0)
        return close if close >= 0.5 and score.dice(a["speaker"]["quote"], b["speaker"]["quote"]) >= 0.5 else 0.0

    pairs = dict(score.pair(said, heard, like))
    for i, one in enumerate(said):
        yield Verdict(gold["id"], "statement", one, heard[pairs[i]] if i in pairs else None, i in pairs)
    for j, other in enumerate(heard):
        if j not in pairs.values():
            yield Verdict(gold["id"], "statement", None, other, False)


def counts(held: Iterable[Verdict]) -> dict[str, tuple[int, int, int]]:
    """For each field how many are right, in gold, and found: the scorer's tally, summed."""
    table = dict.fromkeys(FIELDS, (0, 0, 0))
    for one in held:
        right, gold, found = table[one.field]
        table[one.field] = (right + one.right, gold + (one.gold is not None), found + (one.found is not None))
    return table
