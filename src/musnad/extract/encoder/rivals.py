"""Which of the arguments that may play a role in an event do play it: each is weighed among its rivals.

How probable a link is by itself, encoder and lexicon say together (`fusion.py`). Whether it is taken also depends on
what else the event could take, on the other role that the same words might play in it, and on the other events that
they might belong to. A judge for each role (`judge.py`) weighs the features named here.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musnad.extract.candidates import Argument
from musnad.extract.encoder.heads import Floats, Ints

FEATURES = (
    "link",
    "best rival",
    "above best rival",
    "rivals above",
    "probable rivals",
    "best other event",
    "above best other event",
    "other role",
    "above other role",
    "best of other role",
    "best overlapping",
    "best of same value",
    "event",
    "mentions",
    "events",
    "listed",
    "told beside",
    "words",
)
LEAST, LOWEST, HIGHEST = -3.5, -7.0, 7.0
"""Log-odds: of a link that is weighed at all; of none at all; and the highest that count."""
OTHER_ROLE = {"actor": "target", "target": "actor"}


class Weighed(NamedTuple):
    """The links of one role that are weighed: event and argument of each, and their features (n, len(FEATURES))."""

    events: Ints
    arguments: Ints
    features: Floats


class Rivals:
    """The links of an article's E events with its A arguments, role by role.

    `links` holds for each role the log-odds (E, A), LOWEST where an argument cannot play it; `events` (E,) the events'
    own log-odds, `mentions` (E,) how many triggers each has; `beside` (E, A) whether they share a segment.
    """

    def __init__(
        self, arguments: Sequence[Argument], links: Mapping[str, Floats], events: Floats, mentions: Ints, beside: Floats
    ) -> None:
        self.links = {role: np.clip(odds, LOWEST, HIGHEST) for role, odds in links.items()}
        self.events, self.mentions, self.beside = events, mentions, beside
        numbers: dict[str, int] = {}
        self.values = np.array([numbers.setdefault(a.value, len(numbers)) for a in arguments], dtype=np.int64)
        self.starts = np.array([a.span.start for a in arguments])
        self.ends = np.array([a.span.end for a in arguments])
        self.listed = np.array([a.listed for a in arguments], dtype=np.float32)
        self.words = np.array([a.mention.quote.count(" ") + 1 for a in arguments], dtype=np.float32)

    def weighed(self, role: str) -> Weighed:
        """The links of a role that are probable enough to be weighed."""
        odds = self.links[role]
        elsewhere = _best_of_others(odds)
        held = [self._of_event(role, event, elsewhere[event]) for event in range(len(odds))]
        events = np.repeat(np.arange(len(odds)), [len(at) for at, _ in held])
        return Weighed(events, np.concatenate([at for at, _ in held]), np.concatenate([rows for _, rows in held]))

    def _of_event(self, role: str, event: int, elsewhere: Floats) -> tuple[Ints, Floats]:
        odds, other = self.links[role][event], self.links.get(OTHER_ROLE.get(role, ""))
        at = np.flatnonzero(odds >= LEAST)
        own = odds[at]
        overlapping = (self.starts[at][:, None] < self.ends[at][None]) & (
            self.starts[at][None] < self.ends[at][:, None]
        )
        same = self.values[at][:, None] == self.values[at][None]
        others = ~np.eye(len(at), dtype=bool)
        rivals = ~overlapping & ~same
        best = _best(own, rivals)
        swapped = np.full(len(at), LOWEST) if other is None else other[event, at]
        count = len(at)
        columns = {
            "link": own,
            "best rival": best,
            "above best rival": own - best,
            "rivals above": (rivals & (own[None] > own[:, None])).sum(1),
            "probable rivals": np.full(count, (own > 0).sum()),
            "best other event": elsewhere[at],
            "above best other event": own - elsewhere[at],
            "other role": swapped,
            "above other role": own - swapped,
            "best of other role": np.full(count, LOWEST if other is None else other[event].max(initial=LOWEST)),
            "best overlapping": _best(own, overlapping & others),
            "best of same value": _best(own, same & others),
            "event": np.full(count, self.events[event]),
            "mentions": np.full(count, self.mentions[event]),
            "events": np.full(count, len(self.events)),
            "listed": self.listed[at],
            "told beside": self.beside[event, at],
            "words": self.words[at],
        }
        return at, np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def _best(odds: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """For each row the highest of the log-odds that it allows, LOWEST where it allows none."""
    found: Floats = np.where(allowed, odds[None], LOWEST).max(1, initial=LOWEST)
    return found


def _best_of_others(odds: Floats) -> Floats:
    """For each event and argument the highest log-odds of another event: (E, A)."""
    if len(odds) < 2:
        return np.full_like(odds, LOWEST)
    ranked = np.sort(odds, axis=0)
    found: Floats = np.where(odds == ranked[-1], ranked[-2], ranked[-1])
    return found
