"""What a run did, counted and told."""

from collections import Counter

import msgspec

from musnad.ingest.states import State

MAX_TOLD = 1_000
"""Misses that a report tells one by one; the ledger has them all."""


class Miss(msgspec.Struct, kw_only=True, frozen=True):
    """An address whose article is not kept: what became of it, and why."""

    address: str
    state: State
    reason: str
    source: str = ""


class SourceReport(msgspec.Struct, kw_only=True):
    """What one source held: how many addresses ended in which state, how many were known or too old."""

    address: str
    outlet: str = ""
    states: dict[str, int] = {}
    known: int = 0
    older: int = 0
    left_out: dict[str, int] = {}

    def count(self, state: State) -> None:
        """One more address in this state."""
        self.states[state] = self.states.get(state, 0) + 1


class Report(msgspec.Struct, kw_only=True):
    """One run: `articles` new ones, `versions` new ones of known articles, `copies` articles that copy another.

    `bad` counts what makes the exit status 1; `misses` tells the first `MAX_TOLD` of them.
    """

    run: str
    store: str
    started: str
    seconds: float = 0.0
    interrupted: bool = False
    articles: int = 0
    versions: int = 0
    copies: int = 0
    bad: int = 0
    sources: list[SourceReport] = []
    misses: list[Miss] = []

    @property
    def states(self) -> Counter[str]:
        """How many addresses ended in which state."""
        total: Counter[str] = Counter()
        for source in self.sources:
            total.update(source.states)
        return total

    @property
    def known(self) -> int:
        """How many addresses an earlier run had done with."""
        return sum(source.known for source in self.sources)

    @property
    def older(self) -> int:
        """How many were published before the run's `since`."""
        return sum(source.older for source in self.sources)

    def miss(self, miss: Miss) -> None:
        """One more address whose article is not kept, to be told."""
        self.bad += 1
        if len(self.misses) < MAX_TOLD:
            self.misses.append(miss)
