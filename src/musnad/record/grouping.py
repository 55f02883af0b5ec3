"""Claims are grouped into events: an arrival recomputes only what hangs together with it.

The groups are a function of the claims that stand and of the editors' links alone (`musnad.merge.cluster`): each
connected component of edges is grouped by itself, so recomputing the components that a change touches gives what
grouping everything would. Which id a group keeps is history (`musnad.record.identity`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from django.db import connection
from django.db.models import Q, QuerySet

from musnad.merge.cluster import JOIN, components, groups, strong
from musnad.merge.score import EDGE, may_be_edge, score
from musnad.merge.sketch import Sketch
from musnad.record import event_rows, history, rows
from musnad.record.database import writing
from musnad.record.history import Author, Field
from musnad.record.identity import heirs
from musnad.record.models import Block, Claim, Edge, EditorLink, Event

AT_ONCE = 2_000
"""Waiting claims that are grouped in one transaction."""
_sketch = msgspec.msgpack.Decoder(Sketch).decode
Pair = tuple[str, str]


class Member(NamedTuple):
    """A claim in a component: its number, name, event until now (number), and the event under which it first stood."""

    number: int
    name: str
    component: int | None
    event: str | None
    first_event: str


def group_waiting(author: Author, at_once: int = AT_ONCE) -> int:
    """Group the claims that wait, some in each transaction; returns how many. May be stopped and called again."""
    done = 0
    if _waiting().exists():
        _look_at_sizes()
    while True:
        with writing():
            removed = list(_gone().values_list("number", flat=True)[:at_once])
            arrived = list(_waiting().values_list("number", flat=True)[:at_once])
            if not removed and not arrived:
                return done
            history.record("group", author, regroup(arrived, removed))
        done += len(arrived)


def _look_at_sizes() -> None:
    """Have PostgreSQL see how large tables have grown, after a load that it did not see yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _waiting() -> QuerySet[Claim]:
    return Claim.objects.filter(standing=True, component=None).order_by("number")


def _gone() -> QuerySet[Claim]:
    return Claim.objects.filter(standing=False, component__isnull=False).order_by("number")


def regroup(arrived: Collection[int], removed: Collection[int] = (), touched: Collection[int] = ()) -> list[Field]:
    """Group anew what hangs together with claims that came, went, or were linked by an editor; returns what changed."""
    inherited = _inherited(arrived, removed)
    gone = {event for some in rows.batches(removed) for event in _events_of(some)}
    _find_edges(arrived)
    fields = _Component(_members(arrived, removed, touched), inherited).write(gone)
    _forget(removed)
    return fields


def _events_of(numbers: Collection[int]) -> Iterable[str]:
    return Claim.objects.filter(number__in=numbers, event__isnull=False).values_list("event_id", flat=True)


def _inherited(arrived: Collection[int], removed: Collection[int]) -> dict[int, int]:
    """For claims of a new reading the claim of the former one that told of the same: they take its place."""
    if not removed:
        return {}
    old, new = _by_article(removed), _by_article(arrived)
    found: dict[int, int] = {}
    for article in old.keys() & new.keys():
        pairs = sorted((-score(a, b), m, n) for m, a in old[article].items() for n, b in new[article].items())
        for loss, before, after in pairs:
            if loss < -EDGE and before not in found.values() and after not in found:
                found[after] = before
    _carry_links({before: after for after, before in found.items()})
    return found


def _by_article(numbers: Collection[int]) -> dict[str, dict[int, Sketch]]:
    found: dict[str, dict[int, Sketch]] = {}
    for some in rows.batches(numbers):
        for number, article, packed in Claim.objects.filter(number__in=some).values_list(
            "number", "article_id", "sketch"
        ):
            found.setdefault(article, {})[number] = _sketch(packed)
    return found


def _carry_links(successors: dict[int, int]) -> None:
    """Editors' links of claims that were read anew hold for the claims that took their place."""
    for some in rows.batches(successors):
        for link in list(EditorLink.objects.filter(Q(low__in=some) | Q(high__in=some))):
            low, high = sorted((successors.get(link.low_id, link.low_id), successors.get(link.high_id, link.high_id)))
            EditorLink.objects.get_or_create(low_id=low, high_id=high, defaults={"same": link.same})


def _find_edges(arrived: Collection[int]) -> None:
    """Score the claims that came against all that share a key with them; pairs that may be one event are kept."""
    pairs = _candidates(arrived)
    drawn = _comparable({number for pair in pairs for number in pair}, set(arrived))
    scored = [
        (low, high, weight)
        for low, high in sorted(pairs)
        if low in drawn
        and high in drawn
        and drawn[low].article != drawn[high].article
        and may_be_edge(drawn[low], drawn[high])
        and (weight := score(drawn[low], drawn[high])) >= EDGE
    ]
    rows.write_tuples(Edge, ("low_id", "high_id", "score"), scored)


def _candidates(arrived: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of a claim that came and another that shares a key with it, the smaller number first."""
    mine: dict[int, list[int]] = {}
    for some in rows.batches(arrived):
        for key, number in Block.objects.filter(claim__in=some).values_list("key", "claim_id"):
            mine.setdefault(key, []).append(number)
    return {
        (min(number, other), max(number, other))
        for some in rows.batches(mine)
        for key, other in Block.objects.filter(key__in=some).values_list("key", "claim_id")
        for number in mine[key]
        if number != other
    }


def _comparable(numbers: Iterable[int], came: set[int]) -> dict[int, Sketch]:
    """The sketches of claims that stand, and that came now or are grouped already."""
    found = {}
    for some in rows.batches(numbers):
        query = Claim.objects.filter(number__in=some, standing=True).values_list("number", "component", "sketch")
        found.update({n: _sketch(packed) for n, component, packed in query if component is not None or n in came})
    return found


def _members(arrived: Collection[int], removed: Collection[int], touched: Collection[int]) -> list[Member]:
    """All standing claims of the components that a change touches."""
    near = _neighbours(arrived) | set(removed) | set(touched)
    known = {c for some in rows.batches(near) for c in _components_of(some)}
    columns = ("number", "name", "component", "event_id", "first_event")
    found = {}
    for column, values in (("component", known), ("number", [*arrived, *touched])):
        for some in rows.batches(values):
            query = Claim.objects.filter(standing=True, **{f"{column}__in": some}).values_list(*columns)
            found.update({row[0]: Member(*row) for row in query})
    return [found[number] for number in sorted(found)]


def _components_of(numbers: Collection[int]) -> Iterable[int | None]:
    found = Claim.objects.filter(number__in=numbers, component__isnull=False)
    return found.values_list("component", flat=True).distinct()


def _neighbours(numbers: Collection[int]) -> set[int]:
    found = set(numbers)
    for some in rows.batches(numbers):
        for model in (Edge.objects.filter(score__gte=JOIN), EditorLink.objects.filter(same=True)):
            found.update(model.filter(low__in=some).values_list("high_id", flat=True))
            found.update(model.filter(high__in=some).values_list("low_id", flat=True))
    return found


def _forget(removed: Collection[int]) -> None:
    """What claims that no longer stand leave behind: neither keys nor edges nor an event."""
    for some in rows.batches(removed):
        Block.objects.filter(claim__in=some).delete()
        Edge.objects.filter(Q(low__in=some) | Q(high__in=some)).delete()
        Claim.objects.filter(number__in=some).update(component=None, event=None)


class _Component:
    """Members that are grouped anew together."""

    def __init__(self, members: Sequence[Member], inherited: dict[int, int]) -> None:
        self.by_number = {member.number: member for member in members}
        self.by_name = {member.name: member for member in members}
        self.held = self._held(inherited)
        self.events = _events({*filter(None, self.held.values()), *(member.first_event for member in members)})

    def _held(self, inherited: dict[int, int]) -> dict[int, str | None]:
        """Each claim's event until now; a claim that was read anew has that of the one before it."""
        before = dict(Claim.objects.filter(number__in=inherited.values()).values_list("number", "event_id"))
        held = {number: member.event for number, member in self.by_number.items()}
        return held | {after: before[number] for after, number in inherited.items() if after in held}

    def write(self, gone: Iterable[str]) -> list[Field]:
        """Give every group its event, and have the events show their claims; `gone` lost claims meanwhile."""
        parts = self._partition()
        owners, founded = self._owners([group for _, group in parts])
        self._write_claims(parts, owners)
        moved = self._moved(parts, owners, set(gone))
        return event_rows.settle(moved, self._left(owners, gone), founded)

    def _partition(self) -> list[tuple[int, list[int]]]:
        """Each group, with the smallest number of the component that it belongs to."""
        scores, must, cannot = self._edges()
        parts = components(self.by_name, strong(scores) | must)
        home = {name: at for at, part in enumerate(parts) for name in part}
        near: list[dict[Pair, float]] = [{} for _ in parts]
        for pair, weight in scores.items():
            if home[pair[0]] == home[pair[1]]:
                near[home[pair[0]]][pair] = weight
        found = []
        for at, part in enumerate(parts):
            smallest = min(self.by_name[name].number for name in part)
            held = (
                groups(part, near[at], _within(must, home, at), _within(cannot, home, at)) if len(part) > 1 else [part]
            )
            found += [(smallest, sorted(self.by_name[name].number for name in group)) for group in held]
        return found

    def _edges(self) -> tuple[dict[Pair, float], set[Pair], set[Pair]]:
        scores: dict[Pair, float] = {}
        links: dict[bool, set[Pair]] = {True: set(), False: set()}
        for some in rows.batches(self.by_number):
            for low, high, weight in Edge.objects.filter(low__in=some).values_list("low_id", "high_id", "score"):
                if high in self.by_number:
                    scores[self._pair(low, high)] = weight
            for low, high, same in EditorLink.objects.filter(low__in=some).values_list("low_id", "high_id", "same"):
                if high in self.by_number:
                    links[same].add(self._pair(low, high))
        return scores, links[True], links[False]

    def _pair(self, low: int, high: int) -> Pair:
        a, b = sorted((self.by_number[low].name, self.by_number[high].name))
        return a, b

    def _owners(self, held: Sequence[list[int]]) -> tuple[list[Event], set[str]]:
        """The event of each group, and the ids of those that are founded now."""
        old = {number: self.events[event].number if event else None for number, event in self.held.items()}
        born = {number: self._born(member.first_event) for number, member in self.by_number.items()}
        goes_on = heirs(old, held, born)
        names = [self.by_number[group[0]].name for group, event in zip(held, goes_on, strict=True) if event is None]
        founded = event_rows.found(names)
        new, known = iter(founded), {event.number: event for event in self.events.values()}
        return [next(new) if n is None else known[n] for n in goes_on], {event.id for event in founded}

    def _born(self, event: str) -> int | None:
        """The number of an event under which a claim first stood, where it was merged or emptied since."""
        found = self.events.get(event)
        return found.number if found is not None and (found.merged_into_id or found.reports == 0) else None

    def _write_claims(self, parts: Sequence[tuple[int, list[int]]], owners: Sequence[Event]) -> None:
        changed = [
            (owner.id, component, owner.id, number)
            for (component, group), owner in zip(parts, owners, strict=True)
            for number in group
            if (self.by_number[number].event, self.by_number[number].component) != (owner.id, component)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {Claim._meta.db_table} SET event_id = %s, component = %s,"
                " first_event = CASE WHEN first_event = '' THEN %s ELSE first_event END WHERE number = %s",
                changed,
            )

    def _moved(
        self, parts: Sequence[tuple[int, list[int]]], owners: Sequence[Event], gone: set[str]
    ) -> list[event_rows.Moved]:
        """Events whose claims are others than before."""
        before: dict[str, set[int]] = {}
        for number, member in self.by_number.items():
            if member.event:
                before.setdefault(member.event, set()).add(number)
        return [
            event_rows.Moved(owner, group)
            for (_, group), owner in zip(parts, owners, strict=True)
            if set(group) != before.get(owner.id) or owner.id in gone or owner.merged_into_id
        ]

    def _left(self, owners: Sequence[Event], gone: Iterable[str]) -> dict[str, str | None]:
        """Events that have no claim any more, and the event that most of their claims went to."""
        standing = {event.id for event in owners}
        went: dict[str, Counter[str]] = {event: Counter() for event in gone}
        owner_of = self._owner_of(self.held)
        for number, event in self.held.items():
            if event:
                went.setdefault(event, Counter())[str(owner_of[number])] += 1
        return {
            event: min(to, key=lambda one: (-to[one], one)) if to else None
            for event, to in sorted(went.items())
            if event not in standing
        }

    @staticmethod
    def _owner_of(numbers: Iterable[int]) -> dict[int, str | None]:
        some = rows.batches(numbers)
        found = (row for few in some for row in Claim.objects.filter(number__in=few).values_list("number", "event_id"))
        return dict(found)


def _events(ids: Iterable[str]) -> dict[str, Event]:
    some = rows.batches(filter(None, ids))
    return {event.id: event for few in some for event in Event.objects.filter(id__in=few)}


def _within(pairs: Iterable[Pair], home: Mapping[str, int], at: int) -> set[Pair]:
    return {pair for pair in pairs if home[pair[0]] == home[pair[1]] == at}
