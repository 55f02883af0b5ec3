"""Names in English what an actor phrase means: the registry's actor, else role, body and country put together."""

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from typing import NamedTuple

from musnad.data import load_yaml
from musnad.extract.actors import ActorMention, find_actors
from musnad.registry.actors import actor_by_id
from musnad.registry.matcher import words_of
from musnad.registry.places import country_names
from musnad.registry.roles import RoleForm, nationality_forms, role_forms
from musnad.resolve.places import resolve_all
from musnad.schema import Span
from musnad.text.document import Document

# Codes of the codebook's actor types for the classes of role nouns that are not codes themselves.
TYPES = {"armed group": "rebels", "unknown gunmen": "political militia", "religious": "civilians"}
PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل")
GROUPS = frozenset({"rebels", "political militia", "communal militia", "party"})
# Waters belong to no state, although the gazetteer files each under one.
WATERS = frozenset({"sea", "strait"})
BACKWARD = frozenset(map(words_of, ("التنظيم", "الحركة", "الجماعة", "الحزب", "الكتيبة", "الميليشيا", "المليشيا")))
IRREGULAR_PLURALS = {
    "Druze": "Druze",
    "Turkmen": "Turkmen",
    "accused": "accused",
    "clergy": "clergy",
    "fedayee": "fedayeen",
    "midwife": "midwives",
    "mujahid": "mujahideen",
    "passer-by": "passers-by",
    "passers-by": "passers-by",
    "person": "people",
    "thief": "thieves",
    "wife": "wives",
}


class ActorName(NamedTuple):
    """A common English name, the registry's id and the codebook's actor type, where they are known."""

    name: str
    registry_id: str | None
    actor_type: str | None


class _Body(NamedTuple):
    """A body that every country has."""

    en: str
    type: str
    actors: dict[str, str]


@cache
def bodies() -> dict[str, _Body]:
    """Bodies by folded name, without a country."""
    table: dict[str, _Body] = {}
    for row in load_yaml("musnad.registry", "bodies.yaml"):
        body = _Body(row["en"], row["type"], row.get("actors", {}))
        table.update((words_of(name), body) for name in row["names"])
    return table


@cache
def country_adjectives() -> dict[str, str]:
    """English adjectives by country code."""
    return dict(nationality_forms().values())


def name_of(document: Document, span: Span) -> ActorName:
    """What the words of `span` are called in English; the words themselves where nothing in them is known."""
    mention = _mention_at(document, span)
    if mention is not None and mention.actor is not None:
        return _registered(mention.actor)
    if mention is not None and (earlier := _antecedent(document, mention, span)) is not None:
        return _registered(earlier)
    country = mention.country if mention is not None and mention.country else None
    if (body := _body(words_of(span.of(document.text)))) is not None:
        return _of_country(body, country or main_country(document))
    if country is not None and mention is not None and mention.kind in ("country", "adjective"):
        return ActorName(country_names().get(country, country), None, "government")
    if mention is not None and mention.kind == "carrier" and country is not None:
        return ActorName(f"{country_adjectives()[country]} forces", None, "military")
    if (nation := _nationality(span.of(document.text))) is not None:
        return ActorName(country_names()[nation], None, "government")
    if mention is not None and mention.kind in ("carrier", "object"):
        return ActorName(span.of(document.text), None, None)
    return _role(document, span, country) or ActorName(span.of(document.text), None, None)


def _nationality(quote: str) -> str | None:
    """The country of a lone adjective (`الأميركية`)."""
    word = words_of(quote)
    found = (nationality_forms().get(word.removeprefix(prefix)) for prefix in PREFIXES if word.startswith(prefix))
    return next((nation[0] for nation in found if nation is not None), None)


def main_country(document: Document) -> str | None:
    """The country that most of a document's places on land lie in, None where it names none."""
    places = (resolved.place for resolved in resolve_all(document))
    counts = Counter(place.country for place in places if place is not None and place.kind not in WATERS)
    return counts.most_common(1)[0][0] if counts else None


def _mention_at(document: Document, span: Span) -> ActorMention | None:
    """The mention that shares most of `span`, those with a registry id first."""
    mentions = find_actors(document)
    first = bisect_right(mentions, span.start, key=lambda mention: mention.span.end)
    last = bisect_left(mentions, span.end, key=lambda mention: mention.span.start)
    inside = mentions[first:last]
    return max(inside, key=lambda m: (m.actor is not None, _shared(m.span, span)), default=None)


def _antecedent(document: Document, mention: ActorMention, span: Span) -> str | None:
    """The group that a definite noun points back at (`التنظيم`, `عناصر الحركة`): the last of its types before it."""
    words = words_of(span.of(document.text)).split()
    if mention.kind not in ("unit", "role") or not words or words[-1] not in BACKWARD:
        return None
    groups = [m.actor for m in find_actors(document) if m.span.end <= span.start and m.actor is not None]
    return next((actor for actor in reversed(groups) if actor_by_id()[actor].type in GROUPS), None)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _registered(identifier: str) -> ActorName:
    actor = actor_by_id()[identifier]
    return ActorName(actor.en, actor.id, actor.type)


def _body(words: str) -> _Body | None:
    """The body whose name the words are, or begin with."""
    for prefix in ("", "و", "ف", "ب", "ل"):
        rest = words.removeprefix(prefix)
        for end in range(len(rest.split()), 0, -1):
            if (body := bodies().get(" ".join(rest.split()[:end]))) is not None:
                return body
    return None


def _of_country(body: _Body, country: str | None) -> ActorName:
    if country is None:
        return ActorName(body.en.capitalize(), None, body.type)
    if country in body.actors:
        return _registered(body.actors[country])
    adjective = country_adjectives().get(country, country_names().get(country, ""))
    return ActorName(f"{adjective} {body.en}".strip(), None, body.type)


def _role(document: Document, span: Span, country: str | None) -> ActorName | None:
    """The first role noun of the words, in English, with the adjective of its country."""
    for word in words_of(span.of(document.text)).split():
        form = next((f for p in PREFIXES if word.startswith(p) and (f := role_forms().get(word[len(p) :]))), None)
        if form is not None:
            noun = _english(form)
            name = f"{country_adjectives()[country]} {noun}" if country in country_adjectives() else noun
            return ActorName(name[0].upper() + name[1:], None, TYPES.get(form.role, form.role))
    return None


def _english(form: RoleForm) -> str:
    """The English noun in its number; a dual says two."""
    if form.number == "singular":
        return form.en
    plural = IRREGULAR_PLURALS.get(form.en) or _plural(form.en)
    return f"two {plural}" if form.number == "dual" else plural


def _plural(noun: str) -> str:
    """A noun phrase with its head in the plural: the first word of `member of …` and `person killed`, else the last."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    for joint in (" of ", "person "):
        head, between, rest = noun.partition(joint)
        if between:
            return _plural(head) + between + rest if head else f"persons {rest}"
    if noun.endswith("man"):
        return noun.removesuffix("man") + "men"
    if noun.endswith("child"):
        return noun + "ren"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch")) else "s")
