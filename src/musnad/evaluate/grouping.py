"""How well claims of one event are found together.

Gold's events are grouped with the packaged weights, so that merging is scored apart from reading; `read_claims` gives
what the reader finds instead, each claim under the id of the gold event that it is aligned to. B-cubed (Bagga and
Baldwin, COLING-ACL 1998) and pairs are as in `gold/same.py`.
"""

import datetime as dt
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from musnad.codebook import codebook
from musnad.errors import BadInputError
from musnad.evaluate.gold import GOLD, GoldArticle, as_article, scorer, story
from musnad.evaluate.tables import Interval, bootstrap
from musnad.evaluate.values import position_of
from musnad.merge import Claim, claims_of, components, group
from musnad.reader import read
from musnad.resolve.actors import name_of
from musnad.schema import Reading, Span
from musnad.schema.reading import ActorRef, Casualty, DateValue, Event, Mention, PlaceRef, WeaponRef
from musnad.text.document import Document

STORY_FILES = (GOLD / "stories.jsonl", GOLD / "stories_2.jsonl")
METHOD = "gold"
PLACE_FIELDS = ("name", "country", "admin1", "lat", "lon", "precision")
NEAR_KM = 15.0
Grouping = list[list[str]]
Figures = dict[str, Any]


def same_groups(gold: Path) -> Grouping | None:
    """The groups of `NAME.same.json` beside `NAME.jsonl`, None where there is none; BadInputError where it is none."""
    path = gold.with_name(f"{gold.stem}.same.json")
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Grouping)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path}: no list of groups: {error}") from None


def gold_claims(gold: GoldArticle) -> list[Claim]:
    """The events of an annotated article as claims; actors and targets are linked to the registry as in reading."""
    document, published = Document(gold["text"]), as_article(gold).published_on
    return [
        Claim(
            id=f"{gold['id']}#{event['id']}",
            article=gold["id"],
            event=_event(document, event),
            title=gold["title"],
            outlet=gold["outlet"],
            published=published,
        )
        for event in gold["events"]
    ]


def _event(document: Document, gold: dict[str, Any]) -> Event:
    near = [mention["quote"] for mention in gold["mentions"]]

    def words(item: dict[str, Any]) -> dict[str, Any]:
        span = position_of(document.text, item["quote"], near)
        return {"quote": item["quote"], "span": span, "confidence": 1.0, "method": METHOD}

    def party(item: dict[str, Any]) -> ActorRef:
        linked = name_of(document, words(item)["span"]).registry_id
        return ActorRef(name=item["name"], registry_id=linked, **words(item))

    return Event(
        id=gold["id"],
        event_type=codebook().sub_event_types[gold["sub_event_type"]].event_type.code,
        sub_event_type=gold["sub_event_type"],
        mentions=[_mention(item, words(item)) for item in gold["mentions"]],
        denied=gold["denied"],
        responsibility=gold["responsibility"],
        date=_date(gold["date"], words(gold["date"])) if gold["date"] else None,
        places=[PlaceRef(**{name: item[name] for name in PLACE_FIELDS}, **words(item)) for item in gold["places"]],
        actors=[party(item) for item in gold["actors"]],
        targets=[party(item) for item in gold["targets"]],
        weapons=[WeaponRef(kind=item["kind"], **words(item)) for item in gold["weapons"]],
        casualties=[
            Casualty(status=item["status"], min=item["min"], max=item["max"], **words(item))
            for item in gold["casualties"]
        ],
    )


def _mention(gold: dict[str, Any], words: dict[str, Any]) -> Mention:
    start = words["span"].start + gold["quote"].find(gold["trigger"])
    return Mention(trigger=gold["trigger"], trigger_span=Span(start, start + len(gold["trigger"])), **words)


def _date(gold: dict[str, Any], words: dict[str, Any]) -> DateValue:
    start, end = dt.date.fromisoformat(gold["start"]), dt.date.fromisoformat(gold["end"])
    return DateValue(start=start, end=end, precision="day" if start == end else "range", **words)


def read_claims(gold: GoldArticle) -> list[Claim]:
    """The claims that the packaged reader reads, under the ids of the gold events that they are aligned to.

    The alignment is that of `gold/score.py`; a claim aligned to none keeps its number after an `x`.
    """
    reading = read(as_article(gold))
    known = _aligned(gold, reading)
    return [
        msgspec.structs.replace(claim, id=f"{gold['id']}#{known.get(at, f'x{at}')}")
        for at, claim in enumerate(claims_of(reading))
    ]


def _aligned(gold: GoldArticle, reading: Reading) -> dict[int, str]:
    """The gold event's id by the position of the event read."""
    found = [msgspec.to_builtins(event) for event in reading.events]
    held = scorer("score")
    pairs = held.pair(gold["events"], found, lambda one, other: held.similarity(one, other, gold["text"]))
    return {at: gold["events"][number]["id"] for number, at in pairs}


def by_baseline(articles: Sequence[GoldArticle]) -> Grouping:
    """The baseline: events of one family of types, within NEAR_KM and with overlapping dates, hang together."""
    events = dict(_events(articles))
    alike = [
        (one, other)
        for one, other in combinations(sorted(events), 2)
        if one.rpartition("#")[0] != other.rpartition("#")[0] and _is_near(events[one], events[other])
    ]
    return components(events, alike)


def _events(articles: Sequence[GoldArticle]) -> Iterator[tuple[str, dict[str, Any]]]:
    for gold in articles:
        for event in gold["events"]:
            yield f"{gold['id']}#{event['id']}", event


def _is_near(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two gold events are of one family, within NEAR_KM, and their dates overlap."""
    families = scorer("score").FAMILY
    if families[a["sub_event_type"]] != families[b["sub_event_type"]] or not (a["date"] and b["date"]):
        return False
    if a["date"]["start"] > b["date"]["end"] or b["date"]["start"] > a["date"]["end"]:
        return False
    return bool(a["places"] and b["places"]) and _kilometres(a["places"][0], b["places"][0]) <= NEAR_KM


def _kilometres(a: dict[str, Any], b: dict[str, Any]) -> float:
    if a["lat"] is None or b["lat"] is None:
        return math.inf
    return float(scorer("score").kilometres(a, b))


class _Told(NamedTuple):
    """What an event adds to the figures: its B-cubed precision and recall, and half of each pair that it is in."""

    precision: float
    recall: float
    right: float
    gold: float
    found: float


def figures(articles: Sequence[GoldArticle], gold: Grouping, found: Grouping) -> Figures:
    """B-cubed and pairs over the events of articles, with 95 % bootstrap intervals over stories, and second strikes."""
    events = [name for name, _ in _events(articles)]
    ours, theirs = _members(gold, set(events)), _members(found, set(events))
    stories: dict[str, list[_Told]] = defaultdict(list)
    for event in events:
        same, joined = ours.get(event, {event}), theirs.get(event, {event})
        both = len(same & joined)
        told = _Told(both / len(joined), both / len(same), (both - 1) / 2, (len(same) - 1) / 2, (len(joined) - 1) / 2)
        stories[story(event.rpartition("#")[0])].append(told)
    every = [told for group in stories.values() for told in group]
    return {
        "events": len(events),
        "stories": len(stories),
        "b-cubed": _row(_b_cubed, stories, every),
        "pairs": {
            **_row(_pairs, stories, every),
            "gold": round(sum(told.gold for told in every)),
            "found": round(sum(told.found for told in every)),
        },
        "second strikes": second_strikes(articles, ours, theirs),
    }


def _members(grouping: Grouping, events: set[str]) -> dict[str, set[str]]:
    """For each event of a group the events of that group; others stand alone."""
    found = {}
    for members in grouping:
        kept = events.intersection(members)
        found.update(dict.fromkeys(kept, kept))
    return found


Triple = tuple[float, float, float]


def _b_cubed(told: Sequence[_Told]) -> Triple:
    return _triple(sum(one.precision for one in told) / len(told), sum(one.recall for one in told) / len(told))


def _pairs(told: Sequence[_Told]) -> Triple:
    right, gold, found = (sum(getattr(one, name) for one in told) for name in ("right", "gold", "found"))
    return _triple(right / found if found else 0.0, right / gold if gold else 0.0)


def _triple(precision: float, recall: float) -> Triple:
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _row(figure: Callable[[Sequence[_Told]], Triple], stories: dict[str, list[_Told]], every: list[_Told]) -> Figures:
    precision, recall, f1 = figure(every)
    interval: Interval | None = bootstrap(list(stories.values()), lambda told: figure(told)[2])
    return {"precision": precision, "recall": recall, "f1": f1, "interval": interval}


def second_strikes(articles: Sequence[GoldArticle], gold: dict[str, set[str]], found: dict[str, set[str]]) -> Figures:
    """Of two different events of one day, of one family and within NEAR_KM: how many pairs are kept apart.

    `across` counts those of two articles, which alone can be joined, and `joined` lists the pairs that were.
    """
    events = dict(_events(articles))
    near = [
        (one, other)
        for one, other in combinations(sorted(events), 2)
        if other not in gold.get(one, ()) and _is_same_day(events[one], events[other])
    ]
    across = [pair for pair in near if pair[0].rpartition("#")[0] != pair[1].rpartition("#")[0]]
    joined = [list(pair) for pair in across if pair[1] in found.get(pair[0], ())]
    return {"pairs": len(near), "across": len(across), "kept apart": len(across) - len(joined), "joined": joined}


def _is_same_day(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return _is_near(a, b) and a["date"]["start"] == b["date"]["start"] and a["date"]["end"] == b["date"]["end"]


def grouping(articles: Sequence[GoldArticle], from_text: bool = False) -> Grouping:
    """The groups of two or more gold events, grouped as annotated or, `from_text`, as read."""
    held = set(dict(_events(articles)))
    claims = [claim for gold in articles for claim in (read_claims(gold) if from_text else gold_claims(gold))]
    kept = ([claim for claim in members if claim in held] for members in group(claims))
    return [members for members in kept if len(members) > 1]


def report(articles: Sequence[GoldArticle], gold: Grouping | None, found: Grouping) -> Figures:
    """What `musnad evaluate group` shows: the figures where gold's groups are known, and those of the baselines."""
    counted = {"articles": len(articles), "events": len(dict(_events(articles))), "groups": len(found)}
    if gold is None:
        return counted
    baselines = {
        f"same family, {NEAR_KM:.0f} km, same days": figures(articles, gold, by_baseline(articles)),
        "all alone": figures(articles, gold, []),
    }
    return {**counted, **figures(articles, gold, found), "baselines": baselines}


def text_table(held: Figures) -> str:
    """The report as lines."""
    lines = [f"{held['events']} events of {held['articles']} articles; {held['groups']} groups of two or more"]
    if "b-cubed" not in held:
        return "\n".join([*lines, "no NAME.same.json beside the file: nothing to score against"])
    lines += _rows("found", held)
    strikes = held["second strikes"]
    kept = f"{strikes['kept apart']} of {strikes['across']} kept apart"
    lines.append(f"two events of one day, family and place (within {NEAR_KM:.0f} km), told by two articles: {kept}")
    lines += [f"  joined: {one} and {other}" for one, other in strikes["joined"]]
    return "\n".join([*lines, *(row for name, table in held["baselines"].items() for row in _rows(name, table))])


def _rows(name: str, table: Figures) -> list[str]:
    return [f"{name}, {kind:<8} {_shown(table[kind])}   (n {table['events']})" for kind in ("b-cubed", "pairs")]


def _shown(row: Figures) -> str:
    band = f" [{row['interval'][0]:.3f}, {row['interval'][1]:.3f}]" if row["interval"] else ""
    return f"P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}{band}"


def write(found: Grouping, path: Path) -> None:
    """Writes groups in the form of `NAME.same.json`, a group a line."""
    rows = ",\n".join(json.dumps(members, ensure_ascii=False) for members in found)
    path.write_text(f"[{rows}]\n", encoding="utf-8")
