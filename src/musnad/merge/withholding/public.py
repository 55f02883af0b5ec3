"""What of an event leaves the record: its values and evidence passages, with what rules withhold taken out of all."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from musnad.merge.claims import Claim
from musnad.merge.values import Actors, Chosen, EventValues, Listed, PlaceValue, Said
from musnad.merge.withholding.coarsen import coarsened, coarsest, hidden_names, kinds_of, places_in
from musnad.merge.withholding.persons import accused_in, is_office, is_person, parts, persons_in, victims_in
from musnad.merge.withholding.redact import Redactor, redactor, struck
from musnad.merge.withholding.rules import Level, Rule, default_rules
from musnad.registry.actor_facts import all_actors, facts_of
from musnad.schema.reading import ActorRef, Event, SourceRef

MOST_WORDS = 50
"""Words of an evidence passage or a quote that leave the record."""
ELLIPSIS = "…"
ROUNDS = 3
"""How often names are sought that stand beside withheld ones."""
FREE = frozenset(("name", "quote", "source", "outlet", "who", "admin1", "title"))
"""Fields that hold words and no codes."""
Ref = ActorRef | SourceRef


class Passage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words of an article that tell of the event, at most MOST_WORDS."""

    claim: str
    article: str
    quote: str
    outlet: str = ""
    title: str = ""
    published: dt.date | None = None


class PublicEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as readers see it; `withheld` are the codes of the rules that speak of it."""

    values: EventValues
    passages: tuple[Passage, ...]
    withheld: tuple[str, ...]


class _Veil(NamedTuple):
    """What is taken out: secret names, names of places, the level of places, and the countries that these lie in."""

    secret: Redactor
    where: Redactor
    level: Level | None
    countries: frozenset[str]

    def text(self, text: str) -> str:
        """A text without anything withheld, and at most MOST_WORDS long."""
        spans = [*self.secret.spans(text), *self.where.spans(text)]
        if self.level is not None and text:
            spans += places_in(text, self.countries, self.level)
        return shortened(struck(text, spans))

    def hits(self, text: str) -> bool:
        """Whether a text holds anything withheld."""
        return self.secret.hits(text) or self.where.hits(text)


def public(
    values: EventValues,
    claims: Iterable[Claim],
    rules: Sequence[Rule] | None = None,
    *,
    machine: bool = False,
) -> PublicEvent:
    """The event as readers may see it; pure, and once more applied to its own values it changes nothing.

    `claims` are those that the values were chosen from. `rules` are those of the operator and of the event, by default
    `default_rules()`. `machine` says that no person has read the event.
    """
    told = sorted(claims, key=lambda claim: claim.id)
    given = default_rules() if rules is None else rules
    held = [rule for rule in given if _speaks(rule, values, told, machine)]
    veil = _veil(held, told, values)
    shown = _without(_veiled(values, veil), {field for rule in held for field in rule.fields})
    codes = tuple(veil.text(rule.code) for rule in held)
    return PublicEvent(values=shown, passages=_passages(values, told, veil), withheld=codes)


def _speaks(rule: Rule, values: EventValues, claims: Sequence[Claim], machine: bool) -> bool:
    """Whether a rule speaks of an event: of the type shown, or of one that some claim gives."""
    when = rule.when
    types = {values.sub_event_type.shown, *(claim.event.sub_event_type for claim in claims)}
    families = {values.event_type, *(claim.event.event_type for claim in claims)}
    return (
        (when.machine is None or when.machine == machine)
        and (not when.event_types or not families.isdisjoint(when.event_types))
        and (not when.sub_event_types or not types.isdisjoint(when.sub_event_types))
        and (not when.place_kinds or not kinds_of(claims, values.place.shown).isdisjoint(when.place_kinds))
    )


def _veil(rules: Sequence[Rule], claims: Sequence[Claim], values: EventValues) -> _Veil:
    level = coarsest(rule.place for rule in rules if rule.place is not None)
    names = {name for rule in rules for name in rule.names}
    names.update(part for rule in rules for person in rule.persons for part in parts(person))
    names.update(part for name in _found(rules, claims) for part in parts(name))
    secret = _with_aliases(frozenset(names), claims)
    hidden = frozenset(hidden_names(claims, values.place.shown, level)) if level else frozenset()
    countries = frozenset(place.country for claim in claims for place in claim.event.places if place.country)
    return _Veil(redactor(secret), redactor(hidden), level, countries)


def _found(rules: Sequence[Rule], claims: Sequence[Claim]) -> Iterator[str]:
    """The names of the persons of whom rules speak, but for those whom a rule calls public."""
    known = redactor(_in_both_languages(frozenset(name for rule in rules for name in rule.public_persons), claims))
    for rule in rules:
        if rule.people is not None:
            yield from (name for name in _people(rule.people, claims) if not known.hits(name))


def _in_both_languages(names: frozenset[str], claims: Sequence[Claim]) -> frozenset[str]:
    """Names with the words and the English name of those who bear them."""
    held = redactor(names)
    refs = (ref for claim in claims for ref in _refs(claim.event))
    bearers = [ref for ref in refs if held.hits(ref.quote) or held.hits(ref.name)] if names else []
    return names.union(name for ref in bearers for name in (ref.quote, ref.name))


def _people(which: str, claims: Sequence[Claim]) -> Iterator[str]:
    """The names of the persons of a kind; `accused` are those whom no claim but a blaming one has as actors."""
    if which in ("accused", "all"):
        yield from _accused(claims)
        yield from (name for text in _texts(claims) for name in accused_in(text))
    if which in ("victims", "all"):
        targets = (ref for claim in claims for ref in claim.event.targets)
        yield from _persons(ref for ref in targets if which == "all" or not is_office(ref.registry_id))
        yield from (name for text in _texts(claims) for name in victims_in(text))
    if which == "all":
        yield from _persons(ref for claim in claims for ref in _refs(claim.event))
        yield from (name for text in _texts(claims) for name in persons_in(text))


def _accused(claims: Sequence[Claim]) -> Iterator[str]:
    said = {_identity(ref) for claim in claims if claim.event.responsibility != "blamed" for ref in claim.event.actors}
    blamed = [ref for claim in claims if claim.event.responsibility == "blamed" for ref in claim.event.actors]
    yield from _persons(ref for ref in blamed if _identity(ref) not in said)


def _identity(ref: Ref) -> str:
    return ref.registry_id or ref.name


def _persons(refs: Iterable[Ref]) -> Iterator[str]:
    for ref in refs:
        if is_person(ref.quote, ref.registry_id):
            yield from (ref.quote, *_names(ref))


def _names(ref: Ref) -> Iterator[str]:
    """The names of a reference besides its words: in English, and those of the registry, an office's holders too."""
    yield ref.name
    known = all_actors().get(ref.registry_id or "")
    if known is not None:
        facts = facts_of(known.id)
        yield from (known.en, *known.names, *known.guarded, *facts.latin)
        yield from (name for holder in facts.holders for name in (holder.ar, holder.en))


def _texts(claims: Sequence[Claim]) -> Iterator[str]:
    """The texts of claims that may name persons."""
    for claim in claims:
        yield claim.title
        yield from (mention.quote for mention in claim.event.mentions)
        yield from (text for toll in claim.event.casualties for text in (toll.quote, toll.who) if text)
        yield from (target.quote for target in claim.event.targets)


def _with_aliases(names: frozenset[str], claims: Sequence[Claim]) -> frozenset[str]:
    """Names with what the claims call the same by: a name in one language brings that in the other."""
    refs = [ref for claim in claims for ref in _refs(claim.event)]
    for _ in range(ROUNDS):
        if not names:
            break
        held = redactor(names)
        found = {name for ref in refs if held.hits(ref.quote) or held.hits(ref.name) for name in _also(ref)}
        if found <= names:
            break
        names |= found
    return names


def _also(ref: Ref) -> Iterator[str]:
    for name in (ref.quote, *_names(ref)):
        if any(map(str.isalnum, name)):
            yield from parts(name) if is_person(ref.quote, ref.registry_id) else (name,)


def _refs(event: Event) -> Iterator[Ref]:
    yield from event.actors
    yield from event.targets
    yield from event.sources


def _veiled(values: EventValues, veil: _Veil) -> EventValues:
    """Values with everything withheld taken out of every text; the place is coarsened, and its names are exempt."""
    place = _place(values.place, veil)
    rest = msgspec.to_builtins(msgspec.structs.replace(values, place=Chosen()))
    shown = msgspec.convert(_walked(rest, veil), EventValues)
    return msgspec.structs.replace(shown, place=place)


def _place(place: Chosen[PlaceValue], veil: _Veil) -> Chosen[PlaceValue]:
    said = [(one, _at(one.value, veil)) for one in place.said]
    return Chosen(
        shown=_at(place.shown, veil),
        rule=place.rule,
        said=tuple(_said(one, value, veil) for one, value in said if value is not None),
        contradicted=place.contradicted,
    )


def _at(value: PlaceValue | None, veil: _Veil) -> PlaceValue | None:
    if value is None:
        return None
    coarse = value if veil.level is None else coarsened(value, veil.level)
    if coarse is None:
        return None
    name, admin1 = veil.secret(coarse.name), veil.secret(coarse.admin1 or "") or None
    known = coarse.registry_id if name == coarse.name else None
    return msgspec.structs.replace(coarse, name=name, admin1=admin1, registry_id=known)


def _said(said: Said[PlaceValue], value: PlaceValue, veil: _Veil) -> Said[PlaceValue]:
    quote = veil.text(said.quote)
    return msgspec.structs.replace(
        said,
        value=value,
        quote=quote,
        span=said.span if quote == said.quote else None,
        outlet=veil.text(said.outlet),
        source=veil.text(said.source),
    )


def _walked(node: Any, veil: _Veil) -> Any:
    """Plain values with all free texts veiled; what names a withheld party loses its id, its words their place."""
    if isinstance(node, list | tuple):
        return [_walked(one, veil) for one in node]
    if not isinstance(node, dict):
        return node
    walked = {
        key: veil.text(value) if key in FREE and isinstance(value, str) else _walked(value, veil)
        for key, value in node.items()
    }
    if walked.get("quote") != node.get("quote"):
        walked["span"] = None
    known = node.get("registry_id")
    if known is not None and (walked.get("name") != node.get("name") or veil.hits(known)):
        walked["registry_id"] = None
    return walked


def _without(values: EventValues, fields: set[str]) -> EventValues:
    """Values without the fields that are left out."""
    empty: dict[str, Any] = {"actors": Actors(), "casualties": ()}
    return msgspec.structs.replace(values, **{field: empty.get(field, Listed()) for field in sorted(fields)})


def _passages(values: EventValues, claims: Sequence[Claim], veil: _Veil) -> tuple[Passage, ...]:
    """The clauses of each claim, in the order of the values' claims, each once."""
    order = {claim: at for at, claim in enumerate(values.claims)}
    told = sorted(claims, key=lambda claim: (order.get(claim.id, len(order)), claim.id))
    found = (
        Passage(
            claim=claim.id,
            article=claim.article,
            quote=veil.text(mention.quote),
            outlet=veil.text(claim.outlet),
            title=veil.text(claim.title),
            published=claim.published,
        )
        for claim in told
        for mention in claim.event.mentions
    )
    return tuple(dict.fromkeys(found))


def shortened(text: str) -> str:
    """A text's first MOST_WORDS words, with an ellipsis where that is not all."""
    words = text.split()
    return text if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + ELLIPSIS
