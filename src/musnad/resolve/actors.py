"""Names in English what an actor phrase means, and links it to the registry.

The registry's actor or office, the actor that the words point back at, the country's body (`دورية للجيش`), else role,
body and country put together. A group with a name of its own that the registry lacks gets a provisional identity.
"""

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from musnad.extract.actors import ActorMention, find_actors, lists
from musnad.registry.actors import actor_by_id, actors, office_names
from musnad.registry.matcher import words_of
from musnad.registry.places import country_names
from musnad.registry.roles import RoleForm, nationality_forms, role_forms
from musnad.resolve.antecedents import antecedent
from musnad.resolve.bodies import ARTICLE, Body, bare_forms, bodies, body_of, main_country
from musnad.resolve.provisional import provisional_id
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.names import given_names
from musnad.text.normalise import fold

# Codes of the codebook's actor types for the classes of role nouns that are not codes themselves.
TYPES = {"armed group": "rebels", "unknown gunmen": "political militia", "religious": "civilians"}
PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل")
# People who belong to one actor, by the English noun of `roles.yaml`.
MEMBERS = {
    "Houthi": "houthis",
    "ISIS member": "isis",
    "Qassam fighter": "qassam-brigades",
    "settler": "israeli-settlers",
}
# The body whose people a role noun tells of, by its English noun.
SERVED = {
    **dict.fromkeys(("soldier", "female soldier", "officer", "serviceman", "conscript", "female conscript"), "الجيش"),
    **dict.fromkeys(("sergeant", "corporal", "colonel", "brigadier", "lieutenant", "captain"), "الجيش"),
    **dict.fromkeys(("policeman", "policewoman"), "الشرطة"),
    "gendarme": "الدرك",
}
TROOPS = frozenset(
    map(
        fold,
        (
            "قوة",
            "قوات",
            "دورية",
            "دوريات",
            "رتل",
            "أرتال",
            "وحدة",
            "وحدات",
            "دفاعات",
            "مسيرة",
            "مسيرات",
            "آلية",
            "آليات",
            "دبابة",
            "دبابات",
            "مدرعة",
            "جرافة",
        ),
    )
)
ARMY = frozenset(map(fold, ("عسكري", "عسكرية", "عسكريا", "كوماندوز", "هندسة", "هندسية", "مؤللة", "حكومية")))
DIVISIONS = frozenset(map(fold, ("الفرقة", "فرقة", "للفرقة")))
ORDINALS = frozenset(map(fold, "أولى ثانية ثالثة رابعة خامسة سادسة سابعة ثامنة تاسعة عاشرة حادية مئة مائة".split()))
# Where two armies call themselves the country's, what is only called military is nobody's in particular.
OF_TROOPS = frozenset(map(fold, ("خاصة", "إسناد", "الإسناد", "مشاة")))
BRIGADE, ARMS = fold("لواء"), frozenset(map(fold, ("ميكا", "مدرع", "مشاة", "مجحفل", "مدفعية", "صواريخ")))
CONTESTED = frozenset({"LY", "YE"})
# Whose aircraft and ships those are that nobody's name is given to, where it is not the country's own.
SKIES: dict[str, str | None] = {"LB": "IL", "PS": "IL", **dict.fromkeys(("AF", "IQ", "ML", "SD", "SO", "SY"))}
# Bodies that are part of an army, by their English noun.
PARTS = frozenset({"artillery", "air defences", "air force", "navy", "special forces"})
PEOPLE = ("ون", "ين", "ان", "يا")
OCCUPIER = "occupation forces"
UNIFORMS = frozenset(map(fold, ("زي", "بزي", "بثياب", "ثياب", "بملابس", "ملابس")))
DRONES = frozenset(map(fold, ("مسيرة", "مسيرات", "مسيرتان", "مسيرتين", "دون", "بدون", "درون")))
SHIPS = frozenset(map(fold, ("بارجة", "زورق", "زوارق", "مدمرة", "مدمرات", "غواصة", "فرقاطة", "سفن", "سفينة")))
AIRCRAFT = tuple(map(fold, ("طائر", "مقاتل", "مروحي", "طيران")))
KUNYAS = frozenset(map(fold, ("أبو", "أبي", "أبا")))
MAX_OFFICE_WORDS = 7
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
    """A common English name, the registry's id or a provisional one, and the codebook's actor type, where known."""

    name: str
    registry_id: str | None
    actor_type: str | None


@cache
def country_adjectives() -> dict[str, str]:
    """English adjectives by country code."""
    return dict(nationality_forms().values())


def name_of(document: Document, span: Span) -> ActorName:
    """What the words of `span` are called in English; the words themselves where nothing in them is known."""
    span = _head_part(document, span)
    quote = span.of(document.text)
    words = words_of(quote).split()
    mention = _mention_at(document, span)
    if _is_person(document, span, mention, words):
        return _person(document, span, mention)
    if mention is None or mention.span.start < span.start or mention.span.end > span.end:
        mention = _mention_at(Document(quote), Span(0, len(quote))) or mention
        mention = mention if mention is None or mention.actor is None or _is_named(words, mention.actor) else None
    if (office := _office(words)) is not None:
        return office
    if (linked := _linked(document, span, mention, words)) is not None:
        return _registered(linked)
    return _described(document, span, mention)


def _head_part(document: Document, span: Span) -> Span:
    """The words before a comma: what follows says more of the same (`سرايا القدس، الجناح العسكري لحركة الجهاد`)."""
    quote = span.of(document.text)
    end = min((at for at in map(quote.find, "،,؛") if at > 0), default=len(quote))
    return Span(span.start, span.start + len(quote[:end].rstrip()))


def _is_named(words: list[str], actor: str) -> bool:
    """Whether a name of an actor stands among folded words, whatever is attached to it."""
    text = f"{' '.join(words)} "
    return any(f"{words_of(name)} " in text for name in (*actor_by_id()[actor].names, *actor_by_id()[actor].guarded))


def _linked(document: Document, span: Span, mention: ActorMention | None, words: list[str]) -> str | None:
    """The registry's id of the actor that a phrase names or points back at, or whose people or things it tells of."""
    told = _adjective(words) or (mention.country if mention is not None else None)
    country = told or main_country(document)
    body = body_of(words)
    if mention is not None and mention.actor is not None:
        local = body.actors.get(country or "") if body is not None and body.otherwise == mention.actor else None
        return local or mention.actor
    if UNIFORMS & set(words):
        return None
    if (earlier := _guarded(document, words) or antecedent(document, span, mention)) is not None:
        return earlier
    if body is not None and body.en == "government" and mention is not None and _is_armed(mention):
        body = bodies()[words_of("الجيش")]
    if body is not None:
        part = _held("الجيش", told) if body.en in PARTS or body.en == OCCUPIER else None
        return body.actors.get(country or "", body.otherwise or part)
    return _served(mention, words, told, country) or _of_kind(mention, words, country)


def _sole_army(country: str | None) -> str | None:
    """The country, None where several forces count as its army."""
    return None if country in CONTESTED else country


def _of_kind(mention: ActorMention | None, words: list[str], country: str | None) -> str | None:
    """The army of the article's country, for what is only called military (`رتل عسكري`).

    Divisions with a number are the army's (`الفرقة الخامسة مشاة`).
    """
    if mention is None or mention.kind not in ("unit", "object", "carrier"):
        return None
    kinds = {word.removeprefix(ARTICLE) for word in words}
    if TROOPS & set(words[:1]) and kinds & OF_TROOPS:
        return _held("الجيش", _sole_army(country))
    if _is_numbered(words):
        return _held("الجيش", country)
    return _held("الجيش", _sole_army(country)) if kinds & ARMY else None


def _is_numbered(words: list[str]) -> bool:
    """Whether the words name an army's division by its number, or a brigade also by its arm (`اللواء 22 ميكا`)."""
    pairs = list(pairwise(words))
    if any(before in DIVISIONS and _is_ordinal(word) for before, word in pairs):
        return True
    return any(before.endswith(BRIGADE) and _is_ordinal(word) for before, word in pairs) and bool(ARMS & set(words))


def _is_ordinal(word: str) -> bool:
    return word.isdecimal() or word.removeprefix(ARTICLE) in ORDINALS


def _adjective(words: list[str]) -> str | None:
    """The country whose adjective with the article stands among folded words."""
    bare = (word[len(ARTICLE) :] for word in words[1:] if word.startswith(ARTICLE))
    return next((nationality_forms()[word][0] for word in bare if word in nationality_forms()), None)


def _is_armed(mention: ActorMention) -> bool:
    return mention.kind in ("carrier", "object") or mention.role == "military"


def _served(mention: ActorMention | None, words: list[str], told: str | None, country: str | None) -> str | None:
    """The actor whose people (`جنود أتراك`), troops, aircraft or ships (`مقاتلة تركية`) a phrase tells of.

    `told` is the country that the phrase itself names, `country` that or the article's.
    """
    if mention is None or mention.kind not in ("carrier", "unit", "role", "object"):
        return None
    if mention.kind == "carrier" or TROOPS & set(words[:1]):
        owner = told or (_flying(country) if mention.kind == "carrier" else None)
        return _owner(words, owner) if owner else None
    forms = [form for word in words if not word.endswith("ه") and (form := _role_form([word])) is not None]
    if (member := next((MEMBERS[form.en] for form in forms if form.en in MEMBERS), None)) is not None:
        return member
    if mention.kind != "role":
        return None
    form = _role_form(words)
    if form is not None and form.role == "military" and told and form.en not in SERVED:
        return _held("الجيش", told)
    return _held(SERVED[form.en], country) if form is not None and form.en in SERVED else None


def _flying(country: str | None) -> str | None:
    """The country whose aircraft fly over a country where nobody's name is given to them."""
    return SKIES.get(country, _sole_army(country)) if country else None


def _owner(words: list[str], country: str) -> str | None:
    """The force of a country that flies or sails something, or is on the ground: its air force, navy or army."""
    kinds = set(words)
    if kinds & SHIPS:
        return _held("البحرية", country) or _held("الجيش", country)
    flown = any(word.startswith(AIRCRAFT) for word in words) and not kinds & DRONES
    return (_held("الطيران", country) if flown else None) or _held("الجيش", country)


def _held(body: str, country: str | None) -> str | None:
    """The registry's actor that is a body of a country."""
    return bodies()[words_of(body)].actors.get(country or "")


def _guarded(document: Document, words: list[str]) -> str | None:
    """The actor whose short name, also a common word, is the phrase or ends it after a head (`مسلحو فتح`).

    A name that is also a noun for people or things (`الشباب`, `القاعدة`) counts where the article names the actor.
    """
    if len(words) > 1 and not any(form in lists().units or form in role_forms() for form in bare_forms(words[0])):
        return None
    last = next((form for form in bare_forms(words[-1]) if form in _guarded_names()), "") if words else ""
    actor = _guarded_names().get(last)
    if actor is not None and _is_noun(last):
        return actor if any(m.actor == actor for m in find_actors(document)) else None
    return actor


@cache
def _guarded_names() -> dict[str, str]:
    groups = (actor for actor in actors() if actor.type != "media")
    return {words_of(name): actor.id for actor in groups for name in actor.guarded}


def _is_noun(word: str) -> bool:
    bare = word.removeprefix(ARTICLE)
    return bare in role_forms() or bare in lists().objects or bare in lists().units


def _office(words: list[str]) -> ActorName | None:
    """The office that a phrase begins with (`الرئيس السوري …`)."""
    if not words or not any(form in _office_heads() for form in bare_forms(words[0])):
        return None
    for last in range(min(len(words), MAX_OFFICE_WORDS), 1, -1):
        for form in bare_forms(words[0]):
            if (office := office_names().get(" ".join((form, *words[1:last])))) is not None:
                return ActorName(office.en, office.id, office.type)
    return None


@cache
def _office_heads() -> frozenset[str]:
    return frozenset(name.split()[0] for name in office_names())


def _is_person(document: Document, span: Span, mention: ActorMention | None, words: list[str]) -> bool:
    """Whether a phrase names a person, whatever group he is of (`القيادي في حماس سالم العطار`)."""
    first = next((m for m in _mentions_in(document, span)), None)
    if first is not None and first.kind == "person" and 0 <= first.span.start - span.start < 3:
        return True
    form = _role_form(words[:1])
    if form is None or form.number != "singular":
        return False
    rest = words[1:]
    if mention is not None and mention.actor is not None:
        rest = _after_name(" ".join(words), mention.actor)
    return any(word in given_names() | KUNYAS and word not in lists().stops for word in rest)


def _after_name(words: str, actor: str) -> list[str]:
    """The words after the last word of an actor's longest name."""
    names = sorted(map(words_of, (*actor_by_id()[actor].names, *actor_by_id()[actor].guarded)), key=len, reverse=True)
    held = next((name for name in names if name in words), None)
    return words.partition(held)[2].split() if held else []


def _person(document: Document, span: Span, mention: ActorMention | None) -> ActorName:
    actor = actor_by_id()[mention.actor] if mention is not None and mention.actor is not None else None
    role = None if actor is not None else _role(document, span, None)
    return ActorName(span.of(document.text), None, actor.type if actor is not None else role and role.actor_type)


def _described(document: Document, span: Span, mention: ActorMention | None) -> ActorName:
    """What role, body and country say of an actor without an identity, or a provisional one."""
    quote = span.of(document.text)
    words = words_of(quote).split()
    country = mention.country if mention is not None and mention.country else None
    if (body := _leading_body(words)) is not None:
        return _of_country(body, country or main_country(document))
    if (new := provisional_id(quote)) is not None and (mention is None or mention.kind in ("unit", "role")):
        return ActorName(quote, new, None)
    if country is not None and mention is not None and mention.kind in ("country", "adjective") and len(words) < 3:
        return _state(country, words)
    if mention is not None and mention.kind == "carrier" and country is not None:
        return ActorName(f"{country_adjectives()[country]} forces", None, "military")
    if (nation := _nationality(quote)) is not None:
        return _state(nation, words)
    if mention is not None and mention.kind in ("carrier", "object"):
        return ActorName(quote, None, None)
    return _role(document, span, country) or ActorName(quote, None, None)


def _state(country: str, words: list[str]) -> ActorName:
    """A state that acts (`غارات إسرائيلية`, `واشنطن`), linked to its government; its people (`إسرائيليون`) are not."""
    people = words[0].endswith(PEOPLE) and _nationality(words[0]) is not None
    return ActorName(country_names().get(country, country), None if people else _held("الحكومة", country), "government")


def _nationality(quote: str) -> str | None:
    """The country of a lone adjective (`الأميركية`)."""
    word = words_of(quote)
    found = (nationality_forms().get(word.removeprefix(prefix)) for prefix in PREFIXES if word.startswith(prefix))
    return next((nation[0] for nation in found if nation is not None), None)


def _mentions_in(document: Document, span: Span) -> list[ActorMention]:
    mentions = find_actors(document)
    first = bisect_right(mentions, span.start, key=lambda mention: mention.span.end)
    last = bisect_left(mentions, span.end, key=lambda mention: mention.span.start)
    return mentions[first:last]


def _mention_at(document: Document, span: Span) -> ActorMention | None:
    """The mention that shares most of `span`, those with a registry id first."""
    inside = _mentions_in(document, span)
    return max(inside, key=lambda m: (m.actor is not None, _shared(m.span, span)), default=None)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _registered(identifier: str) -> ActorName:
    actor = actor_by_id()[identifier]
    return ActorName(actor.en, actor.id, actor.type)


def _leading_body(words: list[str]) -> Body | None:
    """The body whose name the words are, or begin with."""
    for end in range(len(words), 0, -1):
        for form in bare_forms(words[0]):
            if (body := bodies().get(" ".join((form, *words[1:end])))) is not None:
                return body
    return None


def _of_country(body: Body, country: str | None) -> ActorName:
    if country is None:
        return ActorName(body.en.capitalize(), None, body.type)
    adjective = country_adjectives().get(country, country_names().get(country, ""))
    return ActorName(f"{adjective} {body.en}".strip(), None, body.type)


def _role_form(words: list[str]) -> RoleForm | None:
    """The first role noun among folded words."""
    for word in words:
        form = next((f for p in PREFIXES if word.startswith(p) and (f := role_forms().get(word[len(p) :]))), None)
        if form is not None:
            return form
    return None


def _role(document: Document, span: Span, country: str | None) -> ActorName | None:
    """The first role noun of the words, in English, with the adjective of its country."""
    form = _role_form(words_of(span.of(document.text)).split())
    if form is None:
        return None
    noun = _english(form)
    name = f"{country_adjectives()[country]} {noun}" if country in country_adjectives() else noun
    return ActorName(name[0].upper() + name[1:], None, TYPES.get(form.role, form.role))


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
