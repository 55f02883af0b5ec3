"""How fast the record takes claims in: bulk load, grouping of what waits, and single articles into a full record.

    python benchmarks/record.py --claims 1000000 --database postgresql://postgres@127.0.0.1/musnad_bench
    python benchmarks/record.py --claims 200000 --database sqlite:////tmp/bench.sqlite3

The articles are made: readings of gold articles by the packaged reader, moved to other days (over ten years) and other
places of the gazetteer, each event told by one to four outlets, so that sizes, spans and words are those of real
readings. Their claims are then put into the events that they were made of (comparing a million with one another
takes hours), and what comes after is compared and grouped as always. The database must be empty.
"""

import argparse
import datetime as dt
import itertools
import json
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from musnad.record.database import use

if TYPE_CHECKING:
    from musnad.record.drawing import Arrival
    from musnad.schema.reading import ActorRef, Casualty, Event, Reading

GOLD = Path(__file__).parent.parent / "gold"
FIRST_DAY, DAYS = dt.date(2014, 1, 1), 3652
OUTLETS = [f"وكالة {n}" for n in range(200)]
AT_ONCE, CHUNK = 500, 15_000


def templates(articles: int) -> list["Reading"]:
    """Readings of gold articles, with two events or more."""
    from musnad.evaluate.gold import as_article, load
    from musnad.reader import read

    gold = itertools.islice(load(sorted(GOLD.glob("stories*.jsonl"))), articles)
    return [found for one in gold if len((found := read(as_article(one))).events) > 1]


class Spot(NamedTuple):
    """A town of the gazetteer, with the fields of `musnad.schema.PlaceRef`."""

    name: str
    quote: str
    country: str
    admin1: str | None
    lat: float
    lon: float
    registry_id: str


def places() -> list[Spot]:
    """Towns of ten countries."""
    from musnad.registry.places import places as places_of_the_registry

    return [
        Spot(p.name_en, p.names_ar[0], p.country, p.admin1, p.lat, p.lon, p.id)
        for p in places_of_the_registry()
        if p.lat is not None
        and p.lon is not None
        and p.names_ar
        and p.precision == "town"
        and p.country in {"SY", "IQ", "YE", "LB", "PS", "SD", "LY", "JO", "EG", "IL"}
    ]


class Story(NamedTuple):
    """What the articles of a story share: a mould, the day, and for each event its place, words and actor."""

    mould: "Reading"
    day: dt.date
    spots: list[Spot]
    words: list[list[str]]
    actors: list["ActorRef"]


class Maker:
    """Makes articles: stories of one to four articles that tell of the same events.

    Words are drawn from gold's texts as often as they stand there, actors from all that the readings name, so that two
    stories have no more in common than news has. One word in five is another in each article of a story.
    """

    def __init__(self, seed: int, readings: list["Reading"], days: int = DAYS) -> None:
        self.random, self.readings, self.places, self.days = random.Random(seed), readings, places(), days
        self.number, self.story = itertools.count(1), itertools.count()
        self.words = [word for reading in readings for word in reading.text.split()]
        self.actors = [actor for reading in readings for event in reading.events for actor in event.actors]
        self.told: list[tuple[int, int]] = []

    def arrivals(self) -> Iterator["Arrival"]:
        """Articles without end."""
        while True:
            story, number = self._story(), next(self.story)
            for _ in range(self.random.choice((1, 1, 2, 3, 4))):
                self.told += [(number, at) for at in range(len(story.spots))]
                yield self._arrival(story)

    def _story(self) -> Story:
        mould = self.random.choice(self.readings)
        day = FIRST_DAY + dt.timedelta(days=self.random.randrange(self.days))
        count = len(mould.events)
        words = [self.random.choices(self.words, k=20) for _ in range(count)]
        return Story(
            mould, day, self.random.choices(self.places, k=count), words, self.random.choices(self.actors, k=count)
        )

    def _arrival(self, story: Story) -> "Arrival":
        from musnad.record.drawing import Arrival
        from musnad.schema import Article

        key = f"bench-{next(self.number)}"
        events = [self._event(event, story, at) for at, event in enumerate(story.mould.events)]
        outlet, published = self.random.choice(OUTLETS), story.day.isoformat()
        title, text = " ".join(story.words[0][:8]), f"{story.mould.text}\n{key}"
        told = {"id": key, "text": text, "title": title, "outlet": outlet, "published": published}
        return Arrival(Article(**told), msgspec.structs.replace(story.mould, events=events, **told), sample=True)

    def _event(self, event: "Event", story: Story, at: int) -> "Event":
        spot, day = story.spots[at], story.day
        moved = [msgspec.structs.replace(place, **spot._asdict()) for place in event.places[:1]]
        return msgspec.structs.replace(
            event,
            places=moved,
            date=event.date and msgspec.structs.replace(event.date, start=day, end=day, precision="day"),
            actors=[story.actors[at]] if event.actors else [],
            casualties=[self._toll(toll) for toll in event.casualties],
            mentions=[
                msgspec.structs.replace(one, quote=self._clause(story.words[at], spot)) for one in event.mentions
            ],
        )

    def _clause(self, words: list[str], spot: Spot) -> str:
        """A story's words in an article of its own."""
        said = [self.random.choice(self.words) if self.random.random() < 0.2 else word for word in words]
        return " ".join([*said, spot.quote])

    def _toll(self, toll: "Casualty") -> "Casualty":
        more = self.random.choice((0, 0, 0, 1, 2))
        return msgspec.structs.replace(toll, min=toll.min + more, max=None if toll.max is None else toll.max + more)


def load_until(maker: Maker, claims: int, jobs: int) -> dict[str, float]:
    """Load articles until the record holds so many claims; claims a second, without the time of making them."""
    from musnad.record.bulk import load_all
    from musnad.record.rows import batches

    done, spent, source = 0, 0.0, maker.arrivals()
    while done < claims:
        made = list(itertools.islice(source, min(CHUNK, (claims - done) // 4 + 1)))
        began = time.perf_counter()
        done += sum(added.claims for added in load_all(batches(made, AT_ONCE), jobs))
        spent += time.perf_counter() - began
        print(f"  {done:,} loaded, {done / spent:,.0f}/s", flush=True)
    del maker.told[done:]
    return {"claims": done, "processes": jobs, "seconds": round(spent, 1), "claims_per_second": round(done / spent)}


def place(maker: Maker) -> dict[str, float]:
    """Have each story's claims stand in the event they were made of, as if grouped: comparing all would take hours."""
    from musnad.record.rows import batches

    began = time.perf_counter()
    groups: dict[tuple[int, int], list[int]] = {}
    for number, key in enumerate(maker.told, 1):
        groups.setdefault(key, []).append(number)
    for some in batches(groups.values(), 5_000):
        _place(some)
    return {"events": len(groups), "seconds": round(time.perf_counter() - began, 1)}


def _place(groups: list[list[int]]) -> None:
    from django.db import connection

    from musnad.merge.score import EDGE, score
    from musnad.merge.sketch import Sketch
    from musnad.record import rows
    from musnad.record.database import writing
    from musnad.record.models import Claim, Edge, Event

    numbers = [number for group in groups for number in group]
    held = {}
    for few in rows.batches(numbers):
        held.update(Claim.objects.filter(number__in=few).values_list("number", "sketch"))
    drawn = {number: msgspec.msgpack.decode(packed, type=Sketch) for number, packed in held.items()}
    pairs = [(a, b, score(drawn[a], drawn[b])) for group in groups for a, b in itertools.combinations(group, 2)]
    with writing():
        first = rows.next_number(Event, "number")
        ids = rows.new_ids(Event, "ev", [f"bench {group[0]}" for group in groups])
        made = [Event(id=key, number=first + at, reports=1, document='{"claims":[]}') for at, key in enumerate(ids)]
        rows.write(Event, made)
        rows.write_tuples(Edge, ("low_id", "high_id", "score"), [pair for pair in pairs if pair[2] >= EDGE])
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE record_claim SET event_id = %s, first_event = %s, component = %s WHERE number = %s",
                [(key, key, group[0], number) for key, group in zip(ids, groups, strict=True) for number in group],
            )


def group(maker: Maker, articles: int) -> dict[str, float]:
    """Load some more articles, and group them into the full record as a bulk load does."""
    from musnad.record.arrivals import load, machine
    from musnad.record.grouping import group_waiting

    load(list(itertools.islice(maker.arrivals(), articles)))
    began = time.perf_counter()
    done = group_waiting(machine())
    spent = time.perf_counter() - began
    return {"claims": done, "seconds": round(spent, 1), "claims_per_second": round(done / spent)}


def single(maker: Maker, articles: int) -> dict[str, float]:
    """Milliseconds of adding one article at a time, its claims grouped and the history written."""
    from musnad.record.arrivals import add

    times = []
    for arrival in itertools.islice(maker.arrivals(), articles):
        began = time.perf_counter()
        add([arrival])
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {
        "articles": articles,
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "max_ms": round(max(times), 1),
    }


def main() -> None:
    """Load, group, add; print a JSON of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--articles", type=int, default=300, help="articles added one by one at the end")
    parser.add_argument("--days", type=int, default=DAYS, help="over how many days the stories lie")
    parser.add_argument("--jobs", type=int, default=2, help="processes that draw claims for the bulk load")
    parser.add_argument("--add-only", action="store_true", help="add articles to a record that a run before filled")
    parser.add_argument("--database", required=True)
    options = parser.parse_args()
    use(options.database)
    from musnad.record.upgrade import upgrade

    upgrade()
    maker = Maker(int(time.time()) if options.add_only else 1, templates(40), options.days)
    if options.add_only:
        maker.number = itertools.count(int(time.time()) * 1000)
        print(json.dumps(single(maker, options.articles)))
        return
    figures = {"load": load_until(maker, options.claims, options.jobs)}
    print(json.dumps(figures), flush=True)
    figures["place"] = place(maker)
    print(json.dumps(figures), flush=True)
    figures["group"] = group(maker, 300)
    figures["add"] = single(maker, options.articles)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
