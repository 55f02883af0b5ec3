"""Why two claims are one event, or two: every summand of their score, in words.

The words stand in `reasons.yaml`, for each code that `compare.py` finds, with the values that are put into them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from musnad.codebook import Language, Text, codebook
from musnad.data import load_yaml
from musnad.merge.compare import alike, cosine, findings, named, nearest, same_places, view
from musnad.merge.score import packaged_weights
from musnad.merge.sketch import Party, Sketch, Spot

BASE = "base"
Values = dict[str, Any]


class Reason(msgspec.Struct, frozen=True):
    """One summand of a score: `weight` is in log-odds, above 0 for one event and below 0 for two."""

    code: str
    weight: float
    words: Text


def waterfall(a: Sketch, b: Sketch) -> list[Reason]:
    """Why two claims score what they do: the base rate first, then what speaks for one event, then what against.

    The weights sum to `score(a, b)`; what adds nothing is left out.
    """
    weights = packaged_weights()
    told = [Reason(found.code, weights.of(found), _words(found.code, a, b)) for found in findings(a, b)]
    spoke = sorted((reason for reason in told if reason.weight), key=lambda reason: (-reason.weight, reason.code))
    return [Reason(BASE, weights.base, _words(BASE, a, b)), *spoke]


def _words(code: str, a: Sketch, b: Sketch) -> Text:
    sentence = load_yaml("musnad.merge", "reasons.yaml")[code]
    values = _VALUES.get(code.partition(".")[0])
    ar, en = (sentence[of].format(**(values(a, b, of) if values else {})) for of in ("ar", "en"))
    return Text(ar=ar, en=en)


def _types(a: Sketch, b: Sketch, language: Language) -> Values:
    held = codebook().sub_event_types
    one, other = (held[of.type].label(language) if of.type in held else of.type for of in (a, b))
    return {"a": one, "b": other}


def _days(a: Sketch, b: Sketch, language: Language) -> Values:
    gap = 0
    if a.start is not None and b.start is not None and a.end is not None and b.end is not None:
        gap = max(a.start - b.end, b.start - a.end, 0)
    return {"a": _range(a, language), "b": _range(b, language), "gap": gap}


def _range(sketch: Sketch, language: Language) -> str:
    if sketch.start is None or sketch.end is None:
        return UNKNOWN[language]
    first, last = (dt.date.fromordinal(day).isoformat() for day in (sketch.start, sketch.end))
    return first if first == last else f"{first} – {last}"


UNKNOWN = {"ar": "غير معروف", "en": "unknown"}


def _places(a: Sketch, b: Sketch, language: Language) -> Values:
    one, other = view(a), view(b)
    shared = min(same_places(one, other), key=lambda pair: max(pair[0].fineness, pair[1].fineness), default=None)
    apart = nearest(one, other)
    return {
        "place": _name(shared[0].spot, language) if shared else "",
        "a": _first(a.places, language),
        "b": _first(b.places, language),
        "km": UNKNOWN[language] if apart is None else f"{apart:.0f}",
    }


def _actors(a: Sketch, b: Sketch, language: Language) -> Values:
    return _parties(a.actors, b.actors, language)


def _targets(a: Sketch, b: Sketch, language: Language) -> Values:
    return _parties(a.targets, b.targets, language)


def _parties(ones: Sequence[Party], others: Sequence[Party], language: Language) -> Values:
    """The first of each, and of the ones that which is most alike to any of the others."""
    likeness = [max((alike(named(one), named(other)) for other in others), default=0.0) for one in ones]
    nearest_one = _name(ones[likeness.index(max(likeness))], language) if ones else ""
    return {"name": nearest_one, "a": _first(ones, language), "b": _first(others, language)}


def _first(items: Sequence[Party | Spot], language: Language) -> str:
    return _name(items[0], language) if items else UNKNOWN[language]


def _name(item: Party | Spot, language: Language) -> str:
    """The English name, or the article's own words."""
    return item.quote if language == "ar" else item.name


def _weapons(a: Sketch, b: Sketch, language: Language) -> Values:
    return {"a": _kinds(a.weapons, language), "b": _kinds(b.weapons, language)}


def _kinds(kinds: Sequence[str], language: Language) -> str:
    held = codebook().weapons
    labels = [held[kind].label(language) if kind in held else kind for kind in kinds]
    return COMMA[language].join(labels) or UNKNOWN[language]


COMMA = {"ar": "، ", "en": ", "}


def _tolls(a: Sketch, b: Sketch, language: Language) -> Values:
    return {"a": _toll(a, language), "b": _toll(b, language)}


def _toll(sketch: Sketch, language: Language) -> str:
    held = codebook().casualty_statuses
    told = [
        f"{held[toll.status].label(language) if toll.status in held else toll.status}: {_number(toll.low, toll.high)}"
        for toll in sketch.tolls
    ]
    return COMMA[language].join(told) or UNKNOWN[language]


def _number(low: int, high: int | None) -> str:
    return f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"


def _hours(a: Sketch, b: Sketch, language: Language) -> Values:
    return {"a": _parts(a.hours, language), "b": _parts(b.hours, language)}


def _parts(hours: int, language: Language) -> str:
    listed = load_yaml("musnad.merge", "words.yaml")["hours"]
    names = [(words[0] if language == "ar" else name) for part in listed for name, words in part.items()]
    return COMMA[language].join(name for at, name in enumerate(names) if hours >> at & 1) or UNKNOWN[language]


def _shared(a: Sketch, b: Sketch, language: Language) -> Values:
    return {"percent": round(100 * cosine(view(a).words, view(b).words))}


_VALUES: dict[str, Callable[[Sketch, Sketch, Language], Values]] = {
    "type": _types,
    "date": _days,
    "place": _places,
    "actor": _actors,
    "target": _targets,
    "weapon": _weapons,
    "toll": _tolls,
    "hour": _hours,
    "words": _shared,
}
