"""Learns the weights of merging on the stories of gold's dev part; writes `src/musnad/merge/weights.json`.

`python -m training.merge.fit` learns on all of them and writes; `--cross-validate` scores each story with weights
learnt without it and prints the figures; those of check are never learnt from. Stories that share an event stay
together. A pair counts twice over: as annotated, and as the packaged reader reads it, so that missing and wrong values
are weighed as they come. Only pairs inside the stories are learnt from: other files of gold retell each other's
events without saying so. Every pair of one event is also learnt from as a pair
of two, one of them moved by SHIFTS days: what is told in the same words of another day is another event, which stories
of a few days seldom show. So it is with another town. And claims of two stories, one of them without a place, are
learnt from as if told of one day: what else happens on that day the stories do not show.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from musnad.embed import key_of, terms
from musnad.evaluate.gold import GoldArticle, load, split_of, story
from musnad.evaluate.grouping import STORY_FILES, Grouping, figures, gold_claims, read_claims, same_groups
from musnad.merge import Claim, components, groups, keys
from musnad.merge.cluster import Pair
from musnad.merge.compare import Finding, findings
from musnad.merge.grouping import candidates
from musnad.merge.score import Weights
from musnad.merge.sketch import Sketch, sketch
from training.merge.regression import Example, fit

SAME_WEIGHT = 6.0
"""A pair of one event counts as much as so many of two: without, an average of 0 would ask for too much."""
SHIFTS = (1, 3, 10)
"""Days by which a claim is moved away from another of its event."""
ASIDE = (0.3, 3.0)
"""Degrees of latitude by which a claim is moved away from another of its event."""
TOWNS, STRANGERS = 1.0, 3.0
"""What a pair of claims of two stories counts, moved to one day: a day has more other events than the stories."""
WEIGHTS = Path(__file__).resolve().parents[2] / "src/musnad/merge/weights.json"
CROSS_VALIDATION = Path(__file__).with_name("cross_validation.json")


Moved = tuple[Pair, list[Finding], float]
"""A pair with a moved claim, what is found of it, and what it counts."""


class Told(NamedTuple):
    """Claims, what is found of their pairs and of pairs with a moved claim, and the gold group of each claim in one."""

    claims: list[str]
    found: dict[Pair, list[Finding]]
    moved: list[Moved]
    group: dict[str, int]

    def is_same(self, pair: Pair) -> bool:
        return pair[0] in self.group and self.group[pair[0]] == self.group.get(pair[1])


def told(claims: Iterable[Claim], grouped: Sequence[Sequence[str]], fold_of: Mapping[str, int]) -> Told:
    """The pairs of claims that share a key."""
    drawn = {one.claim: one for one in map(sketch, claims)}
    group = {claim: at for at, members in enumerate(grouped) for claim in members}
    found = {(low, high): findings(drawn[low], drawn[high]) for low, high in candidates(drawn.values())}
    same = [pair for pair in found if pair[0] in group and group[pair[0]] == group.get(pair[1])]
    moved = [
        *_of_other_days(drawn, same),
        *_of_other_towns(drawn, same),
        *_of_other_stories(list(drawn.values()), fold_of),
    ]
    return Told(sorted(drawn), found, moved, group)


def _of_other_days(drawn: Mapping[str, Sketch], same: Iterable[Pair]) -> Iterator[Moved]:
    """Pairs of one event, one of them moved in time."""
    for low, high in same:
        if drawn[low].start and drawn[high].start:
            for days in SHIFTS:
                yield (low, high), findings(drawn[low], later(drawn[high], days)), 1.0


def _of_other_towns(drawn: Mapping[str, Sketch], same: Iterable[Pair]) -> Iterator[Moved]:
    """Pairs of one event, one of them moved in space; its words lose the names of its places."""
    for low, high in same:
        if drawn[low].places and drawn[high].places:
            for degrees in ASIDE:
                yield (low, high), findings(drawn[low], aside(drawn[high], degrees)), TOWNS


def aside(drawn: Sketch, degrees: float) -> Sketch:
    """The same told of places so far to the north, which bear other names."""
    moved = [
        msgspec.structs.replace(
            spot,
            name=f"x{spot.name[::-1]}",
            quote=spot.quote[::-1],
            id=None,
            lat=None if spot.lat is None else spot.lat + degrees,
        )
        for spot in drawn.places
    ]
    named = {key_of(term) for spot in drawn.places for term in terms(spot.quote)}
    kept = [pair for pair in zip(drawn.terms, drawn.weights, strict=True) if pair[0] not in named]
    return msgspec.structs.replace(
        drawn, places=tuple(moved), terms=tuple(key for key, _ in kept), weights=bytes(weight for _, weight in kept)
    )


def _of_other_stories(drawn: Sequence[Sketch], fold_of: Mapping[str, int]) -> Iterator[Moved]:
    """Pairs of two stories of which one names no place, moved to one day, where they would then be compared."""
    for one, other in combinations(drawn, 2):
        if fold_of[story(one.article)] != fold_of[story(other.article)] and not (one.places and other.places):
            moved = later(other, _day(one) - _day(other))
            if not set(keys(one)).isdisjoint(keys(moved)):
                yield (one.claim, other.claim), findings(one, moved), STRANGERS


def _day(drawn: Sketch) -> int:
    return drawn.start or drawn.published or 0


def later(drawn: Sketch, days: int) -> Sketch:
    """The same told of another day."""
    start, end, published = (None if at is None else at + days for at in (drawn.start, drawn.end, drawn.published))
    return msgspec.structs.replace(drawn, start=start, end=end, published=published)


def story_of(claim: str) -> str:
    """The story of a claim, by its id."""
    return story(claim.rpartition("#")[0])


def folds(articles: Iterable[GoldArticle], grouped: Iterable[Sequence[str]]) -> dict[str, int]:
    """The fold of each story: stories that share an event have one fold."""
    stories = {story(article["id"]) for article in articles}
    shared = [(story_of(group[0]), story_of(other)) for group in grouped for other in group[1:]]
    return {name: at for at, part in enumerate(components(stories, shared)) for name in part}


def learn(sources: Iterable[Told], wanted: Callable[[str], bool]) -> Weights:
    """The weights learnt from the pairs both of whose stories are wanted."""
    examples = []
    for source in sources:
        for pair, found in source.found.items():
            if all(wanted(story_of(claim)) for claim in pair):
                same = source.is_same(pair)
                examples.append(Example(found, same, SAME_WEIGHT if same else 1.0))
        for pair, found, weight in source.moved:
            if all(wanted(story_of(claim)) for claim in pair):
                examples.append(Example(found, False, weight))
    return fit(examples)


def grouped_by(source: Told, weights_of: Callable[[str], Weights]) -> Grouping:
    """The groups of claims, each pair scored with the weights for the story of its first claim."""
    scores = {}
    for pair, found in source.found.items():
        weights = weights_of(story_of(pair[0]))
        scores[pair] = weights.base + sum(map(weights.of, found))
    return groups(source.claims, scores)


class Material(NamedTuple):
    """The articles of the stories, their groups, and their pairs as annotated and as read."""

    articles: list[GoldArticle]
    grouped: Grouping
    sources: dict[str, Told]
    dev: set[str]


def material() -> Material:
    """The stories of gold."""
    articles = list(load(STORY_FILES))
    grouped = [group for path in STORY_FILES for group in same_groups(path) or []]
    parts = split_of()
    dev = {story(gold["id"]) for gold in articles if parts[gold["id"]][1] == "dev"}
    annotated = [claim for gold in articles for claim in gold_claims(gold)]
    read = [claim for gold in articles for claim in read_claims(gold)]
    fold_of = folds(articles, grouped)
    sources = {"annotated": told(annotated, grouped, fold_of), "read": told(read, grouped, fold_of)}
    return Material(articles, grouped, sources, dev)


def cross_validate(held: Material) -> dict[str, Any]:
    """The figures of stories grouped with weights learnt without them, and from file to file."""
    dev = held.dev
    fold_of = folds(held.articles, held.grouped)
    learnt = {
        fold: learn(held.sources.values(), lambda name, fold=fold: name in dev and fold_of[name] != fold)  # type: ignore[misc]
        for fold in set(fold_of.values())
    }
    report = {
        name: _parts(held, grouped_by(source, lambda name: learnt[fold_of[name]]), dev)
        for name, source in held.sources.items()
    }
    return {**report, "file to file": _file_to_file(held, dev)}


def _parts(held: Material, found: Grouping, dev: set[str]) -> dict[str, Any]:
    """The figures over all stories, each file, and each part."""
    chosen: Mapping[str, Callable[[GoldArticle], bool]] = {
        "all": lambda _: True,
        "stories": lambda gold: gold["id"].startswith("stories-"),
        "stories_2": lambda gold: gold["id"].startswith("stories2-"),
        "dev": lambda gold: story(gold["id"]) in dev,
        "check": lambda gold: story(gold["id"]) not in dev,
    }
    return {
        name: figures([gold for gold in held.articles if wanted(gold)], held.grouped, found)
        for name, wanted in chosen.items()
    }


def _file_to_file(held: Material, dev: set[str]) -> dict[str, Any]:
    """Learnt from the dev stories of one file, scored on the other."""
    report = {}
    for ours, theirs in (("stories-", "stories2-"), ("stories2-", "stories-")):
        weights = learn(held.sources.values(), lambda name, ours=ours: name in dev and name.startswith(ours))  # type: ignore[misc]
        scored = [gold for gold in held.articles if gold["id"].startswith(theirs)]
        for name, source in held.sources.items():
            found = grouped_by(source, lambda _, weights=weights: weights)  # type: ignore[misc]
            report[f"{ours}* to {theirs}*, {name}"] = figures(scored, held.grouped, found)
    return report


def main() -> None:
    """Learns and writes, or cross-validates and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross-validate", action="store_true")
    held = material()
    if parser.parse_args().cross_validate:
        text = json.dumps(cross_validate(held), indent=1)
        CROSS_VALIDATION.write_text(text + "\n", encoding="utf-8")
        print(text)
        return
    weights = learn(held.sources.values(), held.dev.__contains__)
    WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(weights, order="sorted"), indent=1) + b"\n")


if __name__ == "__main__":
    main()
