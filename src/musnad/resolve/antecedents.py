"""Actors that a phrase points back at: `التنظيم نفسه`, `عناصره`, `مجاهدونا`, `مسلحو الحزام`."""

from collections.abc import Iterator, Sequence
from functools import cache

from musnad.extract.actors import ActorMention, find_actors, lists
from musnad.extract.communique import issuer_of
from musnad.extract.toponyms import find_names
from musnad.registry.actors import actor_by_id
from musnad.registry.matcher import words_of
from musnad.registry.roles import nationality_forms, role_forms
from musnad.resolve.bodies import ARTICLE, bare_forms
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold

SAME = frozenset(map(fold, ("نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها", "المذكور", "المذكورة")))
GROUP_NOUNS = frozenset(
    map(
        fold,
        "تنظيم حركة جماعة حزب كتيبة كتائب سرايا سرية لواء ألوية ميليشيا مليشيا ميليشيات مليشيات هيئة جبهة تنسيقية "
        "عصبة عصائب فصيل فرقة فيلق مجلس حرس رابطة مجموعة جمعية قوة وكالة شبكة".split(),
    )
)
VAGUE_NOUNS = frozenset(map(fold, ("تنظيم", "حركة", "جماعة", "حزب", "ميليشيا", "مليشيا")))
GROUPS = frozenset({"rebels", "political militia", "communal militia", "party"})
FORCES = GROUPS | {"military", "foreign forces", "police", "intelligence", "criminals"}
ARMED = frozenset({"armed group", "military", "police"})
# Crews are a ship's, and `قواته` are mostly those of a man.
LOOSE = tuple(map(fold, ("طاقم", "طواقم", "قوات")))
GEAR = frozenset(map(fold, "آلية آليات مدرعة مقاتلات مقاتلة مسيرات مروحيات ثكنة معسكر نقطة مواقع قافلة أرتال".split()))
OF_THEM = frozenset(map(fold, ("لها", "لهم", "لنا")))
OUR, THEIR, FEMININE = "نا", ("هما", "هم", "ها", "ه"), "ة"


def antecedent(document: Document, span: Span, mention: ActorMention | None) -> str | None:
    """The id of the actor that the words of `span` point back at, None where they do not."""
    words = words_of(span.of(document.text)).split()
    if not words:
        return None
    if (ours := _ours(document, words)) is not None:
        return ours
    before = _named_before(document, span)
    kind = mention.kind if mention is not None else None
    if (noun := _back_noun(words)) is not None:
        return _by_noun(noun, before)
    if (
        kind in ("unit", "role", "carrier", "object", None)
        and (types := _owners(span.of(document.text), words)) is not None
    ):
        return next((actor for actor in reversed(before) if actor_by_id()[actor].type in types), None)
    is_place = any(name.span.covers(Span(span.end - 1, span.end)) for name in find_names(document))
    return _by_part(words[-1], before) if kind in ("unit", "role", None) and not is_place else None


def _named_before(document: Document, span: Span) -> list[str]:
    return [m.actor for m in find_actors(document) if m.span.end <= span.start and m.actor is not None]


def _ours(document: Document, words: Sequence[str]) -> str | None:
    """For a phrase in the first person (`قواتنا`), the issuer of the communiqué, else the first group that is named."""
    if not any(word.endswith(OUR) and _is_head(word.removesuffix(OUR)) for word in words):
        return None
    named = [(m.span, m.actor) for m in find_actors(document) if m.actor is not None]
    if (issuer := issuer_of(document)) is not None:
        return next((actor for span, actor in named if span.overlaps(issuer[0])), None)
    return next((actor for _, actor in named if actor_by_id()[actor].type in GROUPS), None)


def _owners(quote: str, words: Sequence[str]) -> frozenset[str] | None:
    """The types of actor that a pronoun can stand for (`عناصره`, `أرتال لها`): a group's fighters, anyone's troops."""
    if words[-1] in OF_THEM and (words[0] in GEAR or words[0] in lists().units):
        return FORCES
    feminine = {words_of(word) for word in quote.split() if FEMININE in word[-2:]}
    stems = [stem for word in words[:3] if word not in feminine for stem in _stems(word)]
    if not stems:
        return None
    return GROUPS if any(_is_fighter(stem) for stem in stems) else FORCES


def _stems(word: str) -> Iterator[str]:
    """The stems of a noun for members or bodies with a pronoun of the third person."""
    if word in role_forms() or word in lists().units or any(form in role_forms() for form in bare_forms(word)):
        return
    for suffix in THEIR:
        stem = word.removesuffix(suffix)
        loose = stem.endswith(LOOSE[:2]) or (suffix == "ه" and stem.endswith(LOOSE))
        if word.endswith(suffix) and _is_head(stem) and not loose:
            yield stem


def _is_head(stem: str) -> bool:
    """Whether a word without its pronoun is a noun for a body or for people under arms."""
    forms = [form for word in _spellings(stem) for form in bare_forms(word)]
    return len(stem) > 2 and any(form in lists().units or form in GEAR or _bears_arms(form) for form in forms)


def _is_fighter(stem: str) -> bool:
    return any(
        (role := role_forms().get(form)) is not None and role.role == "armed group"
        for word in _spellings(stem)
        for form in bare_forms(word)
    )


def _bears_arms(form: str) -> bool:
    role = role_forms().get(form)
    return role is not None and role.role in ARMED and role.number != "singular"


def _spellings(stem: str) -> tuple[str, ...]:
    """A stem as it is written without a pronoun: `دوريت` is `دورية`, `مقاتلي` also `مقاتلين`."""
    return (stem, stem[:-1] + "ه" if stem.endswith("ت") else stem, stem + "ن")


def _back_noun(words: Sequence[str]) -> str | None:
    """The definite noun for a group that ends a phrase, without its article (`عناصر التنظيم نفسه`)."""
    last = next((word for word in reversed(words) if word not in SAME), "")
    definite = (form[len(ARTICLE) :] for form in bare_forms(last) if form.startswith(ARTICLE))
    return next((noun for noun in definite if noun in GROUP_NOUNS), None)


def _by_noun(noun: str, before: Sequence[str]) -> str | None:
    """The last actor whose name begins with the noun; for a vague noun else the only group there is."""
    if (named := next((actor for actor in reversed(before) if noun in _heads(actor)), None)) is not None:
        return named
    groups = {actor for actor in before if actor_by_id()[actor].type in GROUPS}
    return groups.pop() if noun in VAGUE_NOUNS and len(groups) == 1 else None


def _by_part(word: str, before: Sequence[str]) -> str | None:
    """The only actor before that bears a definite word in its name (`مسلحو الحزام` for `الحزام الأمني`)."""
    parts = {form for form in bare_forms(word) if form.startswith(ARTICLE)}
    named = {actor for actor in before if parts & _parts(actor)}
    return named.pop() if len(named) == 1 else None


@cache
def _heads(identifier: str) -> frozenset[str]:
    return frozenset(name.split()[0].removeprefix(ARTICLE) for name in _names(identifier))


@cache
def _parts(identifier: str) -> frozenset[str]:
    """The telling definite words of an actor's names: none for kinds of bodies or nations."""
    return frozenset(
        word for name in _names(identifier) for word in name.split() if word.startswith(ARTICLE) and _tells(word)
    )


def _tells(word: str) -> bool:
    bare = word[len(ARTICLE) :]
    common = bare in lists().units | lists().descriptors or bare in nationality_forms() or bare in role_forms()
    return len(bare) > 2 and not common


def _names(identifier: str) -> Iterator[str]:
    actor = actor_by_id()[identifier]
    return (words_of(name) for name in (*actor.names, *actor.guarded))
