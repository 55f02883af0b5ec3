"""Measures the geocoder on public corpora and on names drawn from a public table, beside baselines in the same run.

    python -m training.gazetteer.measure ../shared [--full DIR]

Writes `figures.json` beside this file, which `docs/accuracy.md` shows. DIR holds the tables of the full gazetteer, as
`musnad gazetteer build` makes them. The corpora: IDRISI-RA and IDRISI-D (Suwaileh et al. 2023, CC BY 4.0).
"""

import argparse
import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from musnad.evaluate.geocoding import Figure, Figures, figure_of
from musnad.evaluate.gold import scorer
from musnad.extract.place_tagger import TaggerWeights, mention_at
from musnad.registry.matcher import stream_of
from musnad.registry.places import Place, place, place_matcher, seat, use_gazetteers
from musnad.resolve.geocode import find_mentions, resolve_in_context, whole_words
from musnad.resolve.places import Resolved
from musnad.schema import Span
from musnad.text.document import Document
from training.gazetteer.sample import Listed, draw, listed, rows
from training.gazetteer.tagger import Post, fit, load_posts, paragraphs

HERE = Path(__file__).parent
INSTITUTE = "معهد"
"""The institute whose points are wrong in IDRISI-D."""
NEAR_KM, FAR_KM = 20.0, 161.0
Spans = Callable[[Document], Iterable[Span]]


def main() -> None:
    """Measure everything and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--full", type=Path)
    options = parser.parse_args()
    posts = load_posts(options.shared / "corpora/idrisi_ra.mentions.jsonl")
    figures = Figures(recognition(posts), {}, {})
    resolved = load_resolved(options.shared / "corpora/idrisi_da.resolved.jsonl")
    drawn = draw(listed(rows(options.shared / "gazetteer/places_open.tsv.gz")))
    for name, tables in {"packaged": [], **({"full": [options.full]} if options.full else {})}.items():
        use_gazetteers(tables)
        figures.resolution[name] = resolution(resolved)
        figures.names[name] = names(drawn)
    (HERE / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
    print(json.dumps(msgspec.to_builtins(figures), ensure_ascii=False, indent=1))


def recognition(posts: Sequence[Post]) -> dict[str, Figure]:
    """F1 of place mentions with strict offsets on the dev part of IDRISI-RA, and leaving out one event at a time."""
    dev = [post for post in posts if post.part == "dev"]
    ways: dict[str, Spans] = {
        "names of the gazetteer": dictionary,
        "lexicon": lambda document: (m.core for m in find_mentions(document, "lexicon")),
        "trained": lambda document: (m.core for m in find_mentions(document, "trained")),
    }
    found = {name: f1([counts(post, way) for post in dev]) for name, way in ways.items()}
    news = paragraphs()
    without: list[tuple[int, int, int]] = []
    for event in sorted({post.event for post in posts}):
        weights = fit([*(post for post in posts if post.event != event), *news])
        without += [counts(post, _tagged(weights)) for post in posts if post.event == event]
    found["trained, event left out"] = f1(without)
    return found


def _tagged(weights: TaggerWeights) -> Spans:
    return lambda document: (mention.core for mention in find_mentions(document, "trained", weights))


def dictionary(document: Document) -> Iterable[Span]:
    """Every longest name of the gazetteer, as whole words: the baseline."""
    stream = stream_of(document)
    return (whole_words(document.text, stream.span(m.first, m.last)) for m in place_matcher().longest(stream))


def counts(post: Post, way: Spans) -> tuple[int, int, int]:
    """Right, found and gold mentions of a post."""
    gold = {(span.start, span.end) for span in post.spans}
    found = {(span.start, span.end) for span in way(Document(post.text))}
    return len(gold & found), len(found), len(gold)


def f1(counted: Sequence[tuple[int, int, int]]) -> Figure:
    """F1 over posts; n counts gold mentions."""

    def figure(items: Sequence[tuple[int, int, int]]) -> float:
        right, found, gold = (sum(column) for column in zip(*items, strict=True))
        return 2 * right / (found + gold) if found + gold else 0.0

    return figure_of(counted, figure, sum(gold for _, _, gold in counted))


Mention = tuple[str, dict[str, Any], list[dict[str, Any]]]


def load_resolved(path: Path) -> list[Mention]:
    """The text, one mention and all mentions of each mention of IDRISI-D's dev part, without the institute."""
    posts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (post["text"], mention, post["mentions"])
        for post in posts
        if post["part"] == "dev"
        for mention in post["mentions"]
        if not mention["text"].startswith(INSTITUTE)
    ]


def resolution(mentions: Sequence[Mention]) -> dict[str, Figure]:
    """How near the points of gold mentions come: the share within 161 and 20 km, and the median km."""
    ways = {"Musnad": _in_context, "most populous of the name": _most_populous}
    found: dict[str, Figure] = {}
    for name, way in ways.items():
        off = [way(*mention) for mention in mentions]
        found |= {f"{name}: {label}": figure for label, figure in distances(off).items()}
    return found


def distances(off: Sequence[float]) -> dict[str, Figure]:
    """Shares of distances within 161 and 20 km, and their median; a place without a point is infinitely far."""
    return {
        f"within {FAR_KM:.0f} km": figure_of(off, lambda some: share(some, FAR_KM), len(off)),
        f"within {NEAR_KM:.0f} km": figure_of(off, lambda some: share(some, NEAR_KM), len(off)),
        "median km": figure_of(off, statistics.median, len(off)),
    }


def share(off: Sequence[float], limit: float) -> float:
    """The share of distances within a limit."""
    return sum(distance <= limit for distance in off) / len(off)


def _in_context(text: str, mention: dict[str, Any], beside: list[dict[str, Any]]) -> float:
    """How far Musnad places a mention from gold, in km, given all gold mentions of the post."""
    document = Document(text)
    spans = {(m["start"], m["end"]): mention_at(document, Span(m["start"], m["end"])) for m in beside}
    own = spans[mention["start"], mention["end"]]
    found = next(r for r in resolve_in_context(document, list(spans.values())).resolved if r.mention == own)
    return off_by(found.point, mention)


def _most_populous(text: str, mention: dict[str, Any], _: list[dict[str, Any]]) -> float:
    """How far the most populous place of just this name lies from gold, in km."""
    document = Document(mention["text"])
    keys = [key for match in place_matcher().find(stream_of(document)) for key in match.keys]
    best = max(map(place, keys), key=lambda p: (p.kind == "country", p.population), default=None)
    return off_by((best.lat, best.lon) if best and best.lat is not None and best.lon is not None else None, mention)


def off_by(point: tuple[float, float] | None, gold: dict[str, Any]) -> float:
    """The distance of a point from gold's in km, infinite without a point."""
    if point is None:
        return float("inf")
    return float(scorer("score").kilometres({"lat": point[0], "lon": point[1]}, gold))


def names(drawn: Sequence[Listed]) -> dict[str, Figure]:
    """How many of the drawn names are found, in the right country and within 25 km, alone and beside their parents."""
    ways: dict[str, Callable[[Listed], Resolved | None]] = {
        "alone": lambda one: _named(f"في {_HEADS[one.kind]} {one.name}", one.name),
        "with parents": lambda one: _named(
            f"قصف على {_HEADS[one.kind]} {one.name}" + "".join(f" في {parent}" for parent in _parents(one)), one.name
        ),
        "first of the name": _first_of_name,
    }
    found: dict[str, Figure] = {}
    for name, way in ways.items():
        pairs = [(one, way(one)) for one in drawn]
        found |= {f"{name}: {label}": figure for label, figure in _of_names(pairs).items()}
    return found


def _parents(one: Listed) -> Sequence[str]:
    """The units that a place lies in, its country where the table names none."""
    country = seat("country", one.country)
    return one.parents or ((country.names_ar[0],) if country else ())


_HEADS = {"village": "قرية", "town": "مدينة", "unit": "منطقة", "neighbourhood": "حي"}
WITHIN_KM = {"village": 25.0, "town": 25.0, "unit": 40.0, "neighbourhood": 25.0}
"""The scorer's tolerance for towns and districts; that for first-level units is `PROVINCE_KM`."""
PROVINCE_KM = 100.0


def _named(text: str, name: str) -> Resolved | None:
    """What is found under a name in a sentence; None where the name has no place of its own."""
    document = Document(text)
    start = text.index(name)
    own = mention_at(document, Span(start, start + len(name)))
    others = [m for m in find_mentions(document, "lexicon") if not m.core.overlaps(own.core)]
    resolved = resolve_in_context(document, [own, *others]).resolved
    found = next(r for r in resolved if r.mention == own)
    return found if found.method == "gazetteer" and found.mention.candidates else None


def _first_of_name(one: Listed) -> Resolved | None:
    """The most populous place of the name, wherever it lies: the baseline."""
    document = Document(one.name)
    keys = [key for match in place_matcher().longest(stream_of(document)) for key in match.keys]
    best: Place | None = max(map(place, keys), key=lambda p: p.population, default=None)
    if best is None or best.lat is None or best.lon is None:
        return None
    return Resolved(mention_at(document, Span(0, len(one.name))), best, (best.lat, best.lon), best.precision, "", 1.0)


def _of_names(pairs: Sequence[tuple[Listed, Resolved | None]]) -> dict[str, Figure]:
    off = [off_by(r.point, {"lat": o.lat, "lon": o.lon}) for o, r in pairs if r is not None and r.place is not None]
    outcomes = [_outcome(one, resolved) for one, resolved in pairs]
    labels = ("found", "right country", "right country and within tolerance")
    figures = {
        label: figure_of([outcome[at] for outcome in outcomes], statistics.fmean, len(pairs))
        for at, label in enumerate(labels)
    }
    return figures | {"median km of those found": figure_of(off or [float("inf")], statistics.median, len(off))}


def _outcome(one: Listed, resolved: Resolved | None) -> tuple[float, float, float]:
    if resolved is None or resolved.place is None:
        return 0.0, 0.0, 0.0
    country = resolved.place.country == one.country
    limit = PROVINCE_KM if one.first_level else WITHIN_KM[one.kind]
    near = off_by(resolved.point, {"lat": one.lat, "lon": one.lon}) <= limit
    return 1.0, float(country), float(country and near)


if __name__ == "__main__":
    main()
