"""Which claims are copies, and how many independent reports stand behind a value.

Two reports are independent where neither is a copy of the other, their outlets differ and no named source is common
to both. Of reports that depend on one another in part, those with the fewest sources are counted first, and each
further one that shares nothing with those counted; the number is so never too high.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from musnad.data import load_yaml
from musnad.merge.claims import Claim
from musnad.registry.matcher import words_of
from musnad.schema.reading import SourceRef

ARTICLE = "ال"
NAMELESS = frozenset(("unnamed", "witness"))
"""Kinds of sources whose words name nobody: two articles' witnesses are not the same ones."""


def age(claim: Claim) -> tuple[dt.date, str, str]:
    """Where a claim stands in time: its publication, then its article and id; without a date it comes first."""
    return claim.published or dt.date.min, claim.article, claim.id


@lru_cache(maxsize=65536)
def bare(words: str) -> str:
    """Folded words without the article, by which names of sources and parties are compared."""
    return " ".join(word.removeprefix(ARTICLE) or word for word in words_of(words).split())


@cache
def nameless_heads() -> frozenset[str]:
    """Nouns that begin the words for a source without a name (`مصدر طبي`), bare."""
    return frozenset(map(bare, load_yaml("musnad.merge.values", "sides.yaml")["nameless"]))


@lru_cache(maxsize=65536)
def is_nameless(words: str) -> bool:
    """Whether words for a source name nobody."""
    held = bare(words)
    return not held or held.split()[0] in nameless_heads()


def source_keys(source: SourceRef) -> Iterator[str]:
    """What a named source is known by; nothing for one without a name."""
    if source.registry_id is not None:
        yield source.registry_id
    if source.kind not in NAMELESS and not is_nameless(source.quote):
        yield bare(source.quote)


class Reports:
    """The claims of an event in order of age, without repetition, and the reports behind them as bits of a number.

    `bits[i]` is the bit of the report of `claims[i]`, 0 for a copy; a set of reports is a sum of bits.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = sorted({claim.id: claim for claim in claims}.values(), key=age)
        origin = self._origins()
        self.copy = [claim.article != origin[claim.report] for claim in self.claims]
        keys = self._keys()
        names = sorted(keys, key=lambda report: len(keys[report]))
        number = {report: 1 << at for at, report in enumerate(names)}
        self.bits = [0 if copy else number[claim.report] for claim, copy in zip(self.claims, self.copy, strict=True)]
        self._conflicts = _conflicts([keys[report] for report in names])

    def _origins(self) -> dict[str, str]:
        """The article that stands for each report: itself, else its oldest copy."""
        origins: dict[str, str] = {}
        for claim in self.claims:
            if claim.article == claim.report:
                origins[claim.report] = claim.article
            origins.setdefault(claim.report, claim.article)
        return origins

    def _keys(self) -> dict[str, set[str]]:
        """The outlet and the named sources of each report, oldest first."""
        keys: dict[str, set[str]] = {}
        for claim, copy in zip(self.claims, self.copy, strict=True):
            if not copy:
                held = keys.setdefault(claim.report, set())
                held.add(bare(claim.outlet))
                held.update(key for source in claim.event.sources for key in source_keys(source))
        return keys

    def counted(self, reports: int) -> int:
        """Those of a set of reports that are independent of one another."""
        taken = 0
        while reports:
            first = reports & -reports
            taken |= first
            reports &= ~self._conflicts[first.bit_length() - 1]
        return taken

    def count(self, reports: int) -> int:
        """How many independent reports a set of reports holds."""
        return self.counted(reports).bit_count()


def _conflicts(keys: Sequence[set[str]]) -> list[int]:
    """For each report the set of those that depend on it, itself among them."""
    if len(keys) == 1:
        return [1]
    sharing: dict[str, int] = {}
    for at, held in enumerate(keys):
        for key in held:
            sharing[key] = sharing.get(key, 0) | 1 << at
    found = []
    for at, held in enumerate(keys):
        mask = 1 << at
        for key in held:
            mask |= sharing[key]
        found.append(mask)
    return found
