"""How fast the record takes claims in: bulk load, grouping of what waits, and single articles into a full record.

    python benchmarks/record.py --claims 1000000 --database postgresql://postgres@127.0.0.1/musnad_bench
    python benchmarks/record.py --claims 200000 --database sqlite:////tmp/bench.sqlite3

The articles are made: readings of gold articles by the packaged reader, moved to other days (over ten years) and other
places of the gazetteer, each event told by one to four outlets, so that sizes, spans and words are those of real
readings. The database must be empty.
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
from typing import TYPE_CHECKING

import msgspec

from musnad.record.database import use

if TYPE_CHECKING:
    from musnad.record.arrivals import Arrival
    from musnad.schema.reading import Casualty, Event, Mention, Reading

GOLD = Path(__file__).parent.parent / "gold"
FIRST_DAY, DAYS = dt.date(2014, 1, 1), 3652
OUTLETS = [f"وكالة {n}" for n in range(200)]
AT_ONCE = 500


def templates(articles: int) -> list["Reading"]:
    """Readings of gold articles, with two events or more."""
    from musnad.evaluate.gold import as_article, load
    from musnad.reader import read

    gold = itertools.islice(load(sorted(GOLD.glob("stories*.jsonl"))), articles)
    return [found for one in gold if len((found := read(as_article(one))).events) > 1]


def places() -> list[tuple[str, str, str | None, float, float, str]]:
    """Towns of the gazetteer: name, country, province, degrees, id."""
    from musnad.registry.places import places as places_of_the_registry

    return [
        (p.name_en, p.country, p.admin1, p.lat, p.lon, p.id)
        for p in places_of_the_registry()
        if p.lat is not None
        and p.lon is not None
        and p.precision == "town"
        and p.country in {"SY", "IQ", "YE", "LB", "PS", "SD", "LY", "JO", "EG", "IL"}
    ]


class Maker:
    """Makes articles: stories of one to four articles that tell of the same events."""

    def __init__(self, seed: int, readings: list["Reading"]) -> None:
        self.random, self.readings, self.places = random.Random(seed), readings, places()
        self.number = itertools.count(1)

    def arrivals(self) -> Iterator["Arrival"]:
        """Articles without end."""
        while True:
            story = self._story()
            for _ in range(self.random.choice((1, 1, 2, 3, 4))):
                yield self._arrival(*story)

    def _story(self) -> tuple["Reading", dt.date, list[tuple[str, str, str | None, float, float, str]]]:
        reading = self.random.choice(self.readings)
        day = FIRST_DAY + dt.timedelta(days=self.random.randrange(DAYS))
        return reading, day, [self.random.choice(self.places) for _ in reading.events]

    def _arrival(self, reading: "Reading", day: dt.date, spots: list[tuple]) -> "Arrival":
        from musnad.record.arrivals import Arrival
        from musnad.schema import Article

        key = f"bench-{next(self.number)}"
        events = [self._event(event, day, spot) for event, spot in zip(reading.events, spots, strict=True)]
        published = day.isoformat()
        outlet = self.random.choice(OUTLETS)
        text = f"{reading.text}\n{key}"
        made = msgspec.structs.replace(reading, id=key, text=text, outlet=outlet, published=published, events=events)
        article = Article(id=key, text=text, title=reading.title, outlet=outlet, published=published)
        return Arrival(article, made, sample=True)

    def _event(self, event: "Event", day: dt.date, spot: tuple) -> "Event":
        name, country, admin1, lat, lon, key = spot
        moved = [
            msgspec.structs.replace(
                place, name=name, quote=name, country=country, admin1=admin1, lat=lat, lon=lon, registry_id=key
            )
            for place in event.places[:1]
        ]
        date = event.date and msgspec.structs.replace(event.date, start=day, end=day, precision="day")
        tolls = [self._toll(toll) for toll in event.casualties]
        clauses = [self._clause(mention) for mention in event.mentions]
        return msgspec.structs.replace(event, places=moved, date=date, casualties=tolls, mentions=clauses)

    def _clause(self, mention: "Mention") -> "Mention":
        """Another outlet's words: two of ten are others, so that no text stands twice."""
        words = mention.quote.split()
        for _ in range(max(1, len(words) // 5)):
            words[self.random.randrange(len(words))] = f"كلمة{self.random.randrange(10**6)}"
        return msgspec.structs.replace(mention, quote=" ".join(words))

    def _toll(self, toll: "Casualty") -> "Casualty":
        more = self.random.choice((0, 0, 0, 1, 2))
        return msgspec.structs.replace(toll, min=toll.min + more, max=None if toll.max is None else toll.max + more)


def load_until(maker: Maker, claims: int) -> dict[str, float]:
    """Load articles until the record holds so many claims; claims a second, with and without making them."""
    from musnad.record.arrivals import load

    done, spent, source = 0, 0.0, maker.arrivals()
    while done < claims:
        batch = list(itertools.islice(source, AT_ONCE))
        began = time.perf_counter()
        done += load(batch).claims
        spent += time.perf_counter() - began
        if done % 50_000 < 2_500:
            print(f"  {done:,} loaded, {done / spent:,.0f}/s", flush=True)
    return {"claims": done, "seconds": round(spent, 1), "claims_per_second": round(done / spent)}


def group() -> dict[str, float]:
    """Group all that waits."""
    from musnad.record.arrivals import machine
    from musnad.record.grouping import group_waiting

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
    parser.add_argument("--database", required=True)
    options = parser.parse_args()
    use(options.database)
    from musnad.record.upgrade import upgrade

    upgrade()
    maker = Maker(1, templates(40))
    figures = {"load": load_until(maker, options.claims)}
    print(json.dumps(figures), flush=True)
    figures["group"] = group()
    figures["add"] = single(maker, options.articles)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
