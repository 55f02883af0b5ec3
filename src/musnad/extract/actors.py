"""Noun phrases of a text that can be actors, targets or victims.

Names of the registry, role nouns, bodies, carriers, things that are hit, persons and the adjectives of countries;
each with what belongs to it: number, adjectives, master (`دورية للجيش`), abbreviation in brackets.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from musnad.data import load_yaml
from musnad.extract.toponyms import find_names, governs
from musnad.registry.actors import ActorName, actor_matcher
from musnad.registry.matcher import Match, Quoted, stream_of
from musnad.registry.roles import RoleForm, adjective_forms, nationality_forms, role_forms
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.names import given_names
from musnad.text.normalise import fold

MentionKind = Literal["group", "role", "unit", "object", "carrier", "adjective", "person", "country"]
ARTICLE = "ال"
CLITICS = ("و", "ف", "ب", "ل", "ك")
SUFFIXES = ("هما", "هم", "هن", "ها", "نا", "كم", "ه")
SHORT_ROLES = frozenset(map(fold, ("طفل", "رجل", "شاب", "فتى", "شيخ", "بدو", "شخص", "نجل")))
CLANS = frozenset(map(fold, ("آل", "بني", "بنو", "أولاد")))
MAX_STEPS = 5
MAX_PERSON_WORDS = 3


class ActorMention(NamedTuple):
    """A noun phrase: `actor` is a registry id, `role` a class of the role nouns, `country` an adjective's country."""

    span: Span
    actor: str | None
    role: str | None
    kind: MentionKind
    country: str | None = None


class _Lists(NamedTuple):
    """The word lists of `actors.yaml`."""

    units: frozenset[str]
    carriers: frozenset[str]
    objects: frozenset[str]
    acts: frozenset[str]
    quantifiers: frozenset[str]
    joiners: frozenset[str]
    titles: frozenset[str]
    descriptors: frozenset[str]
    complements: frozenset[str]
    stops: frozenset[str]


class _Head(NamedTuple):
    """The first word of a phrase: the letters of its clitics, its kind, whether it is definite, may it govern."""

    skip: int
    kind: MentionKind
    definite: bool
    governs: bool
    role: RoleForm | None = None


class _Phrase(NamedTuple):
    """A phrase being read: words `first` to `last`."""

    first: int
    last: int
    skip: int
    kind: MentionKind
    actor: str | None = None
    role: str | None = None
    country: str | None = None


@cache
def lists() -> _Lists:
    """The word lists, descriptors with their inflection."""
    data = load_yaml("musnad.extract", "actors.yaml")
    sets = {name: frozenset(map(fold, data[name])) for name in _Lists._fields}
    inflected = (fold(form) for word in data["descriptors"] for form in adjective_forms(word))
    duals = {name: sets[name] | frozenset(_duals(sets[name])) for name in ("units", "objects")}
    return _Lists(**sets | duals | {"descriptors": frozenset(inflected)})


def _duals(nouns: Iterable[str]) -> Iterator[str]:
    for noun in nouns:
        stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
        if " " not in noun and len(stem) > 2:
            yield from (stem + "ان", stem + "ين")


_CACHE: "WeakKeyDictionary[Document, list[ActorMention]]" = WeakKeyDictionary()


def find_actors(document: Document) -> list[ActorMention]:
    """The actor phrases of a document in order; none lies inside another."""
    if document not in _CACHE:
        _CACHE[document] = _Finder(document).mentions()
    return _CACHE[document]


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[tuple[str, int, bool], ...]:
    """A word without clitics and article, each way it can be read: the rest, letters taken off, definite."""
    found: list[tuple[str, int, bool]] = []
    rest, taken = word, 0
    for _ in range(3):
        if rest.startswith(ARTICLE) and len(rest) > 4:
            found.append((rest[2:], taken, True))
        found.append((rest, taken, False))
        if rest.startswith("لل") and len(rest) > 4:
            found.append((rest[2:], taken, True))
        if rest[:1] not in CLITICS or len(rest) < 4:
            break
        rest, taken = rest[1:], taken + 1
    return tuple(found)


@lru_cache(maxsize=65536)
def _head_of(word: str) -> _Head | None:
    """What kind of phrase a word heads, None where it heads none."""
    for form, skip, definite in _forms(word):
        if (head := _listed(form, skip, definite)) is not None:
            return head
    return _owned(word)


def _listed(form: str, skip: int, definite: bool) -> _Head | None:
    """The head that a form is in the role nouns or in the word lists, accusatives too."""
    role = role_forms().get(form)
    if role is not None and (len(form) > 3 or form in SHORT_ROLES):
        governs = not definite and (role.construct or (role.number != "dual" and not form.endswith(("ون", "ين"))))
        return _Head(skip, "role", definite, governs, role)
    kinds: tuple[tuple[MentionKind, frozenset[str]], ...] = (
        ("unit", lists().units),
        ("carrier", lists().carriers),
        ("object", lists().objects),
    )
    for kind, words in kinds:
        if form in words or (form.endswith("ا") and form[:-1] in words and len(form) > 4):
            return _Head(skip, kind, definite, not definite)
    return None


def _owned(word: str) -> _Head | None:
    """A head with a pronoun (`قواته`, `زوجتها`): it is definite and governs nothing."""
    for suffix in SUFFIXES:
        if not word.endswith(suffix) or len(word) - len(suffix) < 3:
            continue
        for form, skip, definite in _forms(word.removesuffix(suffix)):
            restored = form[:-1] + "ه" if form.endswith("ت") else form
            for spelling in (form, restored):
                if not definite and (head := _listed(spelling, skip, True)) is not None:
                    return head._replace(governs=False)
    return None


@lru_cache(maxsize=65536)
def _nation_of(word: str) -> tuple[str, str] | None:
    """For a country's adjective without clitics, its form without article and the country's code."""
    for form, skip, _ in _forms(word):
        if not skip and (nation := nationality_forms().get(form)) is not None:
            return form, nation[0]
    return None


@lru_cache(maxsize=65536)
def _name_start(word: str) -> tuple[int, bool] | None:
    """For a title or given name, the letters of its clitics and whether it is a title."""
    for form, skip, _ in _forms(word):
        is_title = word[skip:] in lists().titles
        if is_title or (form in given_names() and form not in lists().stops):
            return skip, is_title
    return None


class _Finder:
    """Reads one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lists = lists()
        self.stream = stream_of(document)
        self.size = len(self.stream.tokens)
        self.registry = {match.first: match for match in self._registry_matches()}
        self.places = self._place_words()

    def mentions(self) -> list[ActorMention]:
        """All phrases, and bare countries that no phrase holds."""
        phrases = list(self._phrases())
        found = [self._mention(phrase) for phrase in phrases]
        found += self._countries([mention.span for mention in found])
        return sorted(found, key=lambda mention: mention.span)

    def _place_words(self) -> dict[int, int]:
        """For the first word of each place name with its heads, its last word."""
        tokens = self.stream.tokens
        found = {}
        for name in find_names(self.document):
            first = bisect_left(tokens, self.document.token_index(name.span.start))
            last = bisect_left(tokens, self.document.token_index(name.span.end)) - 1
            found[first] = max(first, last)
        return found

    def _mention(self, phrase: _Phrase) -> ActorMention:
        span = self.stream.span(phrase.first, phrase.last, phrase.skip)
        return ActorMention(span, phrase.actor, phrase.role, phrase.kind, phrase.country)

    def _countries(self, taken: list[Span]) -> Iterator[ActorMention]:
        """Countries and capitals named without preposition or head, which may stand for their governments."""
        for name in find_names(self.document):
            seat = next((p for p in name.candidates if governs(p)), None)
            bare = name.head is None and name.relation is None
            told = seat is not None and bare and (name.role == "hint" or seat.kind == "country")
            if seat is not None and told and not any(span.overlaps(name.span) for span in taken):
                yield ActorMention(name.span, None, None, "country", seat.country)

    def _registry_matches(self) -> list[Match[ActorName]]:
        matches, reached = [], -1
        for match in actor_matcher().find(self.stream):
            if match.first > reached and self._is_named(match):
                matches.append(match)
                reached = match.last
        return matches

    def _is_named(self, match: Match[ActorName]) -> bool:
        """Whether a guarded name stands in quotation marks or after a head."""
        name = match.keys[0]
        if not name.guarded:
            return True
        quoted = self.stream.quoted.get(match.first)
        if quoted is not None and quoted.last == match.last:
            return True
        before = self.stream.word(match.first - 1)
        return not match.skip and any(form in self.lists.units for form, _, _ in _forms(before))

    def _phrases(self) -> Iterator[_Phrase]:
        at = 0
        while at < self.size:
            phrase = self._phrase(at)
            if phrase is None:
                at += 1
                continue
            yield self._with_quantity(phrase)
            at = phrase.last + 1

    def _phrase(self, at: int) -> _Phrase | None:
        """The phrase that begins with the head at a word, None where none does."""
        if (match := self.registry.get(at)) is not None:
            return self._group(at, match)
        if (person := self._person(at)) is not None:
            return person
        head = self._head(at)
        if head is not None:
            return self._extended(_Phrase(at, at, head.skip, head.kind, role=head.role and head.role.role), head)
        return self._adjective(at)

    def _group(self, at: int, match: Match[ActorName]) -> _Phrase:
        return _Phrase(at, self._bracketed(match.last), match.skip, "group", match.keys[0].actor.id)

    def _bracketed(self, last: int) -> int:
        """The last word with an abbreviation in brackets after it."""
        if self.stream.word(last + 1) != "(":
            return last
        for end in range(last + 2, last + 5):
            if self.stream.word(end) == ")":
                return end
        return last

    def _head(self, at: int) -> _Head | None:
        return _head_of(self.stream.word(at))

    def _adjective(self, at: int) -> _Phrase | None:
        """The adjective of a country on its own: it names who did the act before it, or people of that country."""
        if (nation := _nation_of(self.stream.word(at))) is None:
            return None
        form, country = nation
        if at and self._quantity(at - 1) is not None:
            return _Phrase(at, at, 0, "role", role="civilians", country=country)
        told = self._follows_act(at) or self._is_plural(form)
        return _Phrase(at, at, 0, "adjective", country=country) if told else None

    def _follows_act(self, at: int) -> bool:
        """Whether a noun of action stands before a word, with at most one adjective between."""
        for before in (at - 1, at - 2):
            forms = [form for form, _, _ in _forms(self.stream.word(before))]
            if any(form in self.lists.acts for form in forms):
                return True
            if not any(form in self.lists.descriptors for form in forms):
                return False
        return False

    def _is_plural(self, form: str) -> bool:
        return form.endswith(("ون", "ين", "ان")) and len(form) > 5

    def _with_quantity(self, phrase: _Phrase) -> _Phrase:
        """The phrase with the numbers and quantifiers before it (`نحو ثلاثين`, `عدد من`, `أحد`)."""
        if phrase.skip or phrase.kind == "adjective":
            return phrase
        first, skip = phrase.first, 0
        while first > 0 and not skip and self.stream.same_line(first - 1, first):
            taken = self._quantity(first - 1)
            if taken is None and self.stream.word(first - 1) == "من":
                taken = self._quantity(first - 2)
                first -= taken is not None
            if taken is None:
                break
            first, skip = first - 1, taken
        return phrase._replace(first=first, skip=skip) if first < phrase.first else phrase

    def _quantity(self, at: int) -> int | None:
        """The letters of clitics before a number or quantifier, None where the word is neither."""
        word = self.stream.word(at)
        if word[:1].isdecimal():
            return 0
        return next((skip for form, skip, _ in _forms(word) if form in self.lists.quantifiers and len(form) > 1), None)

    def _extended(self, phrase: _Phrase, head: _Head, depth: int = 0) -> _Phrase:
        """The phrase with all that belongs to it on its left side in writing order."""
        has_master = False
        for _ in range(MAX_STEPS):
            at = phrase.last + 1
            if at >= self.size or not self.stream.same_line(phrase.last, at):
                break
            wider = self._adjective_after(phrase, head, has_master)
            if wider is None and not has_master and depth < 2:
                wider = self._master(phrase, head, at, depth)
                has_master = wider is not None
            if wider is None:
                break
            phrase = wider
        return self._with_name(phrase, head)

    def _with_name(self, phrase: _Phrase, head: _Head) -> _Phrase:
        """The phrase with the person's name after an office (`والي غرب دارفور خميس …`)."""
        at = phrase.last + 1
        is_office = head.kind == "role" and head.role is not None and head.role.number == "singular"
        if not is_office or at >= self.size or not self.stream.same_line(phrase.last, at):
            return phrase
        if self.stream.word(at) not in given_names() | _LINKS or self.stream.word(at) in self.lists.stops:
            return phrase
        last = self._name_end(at)
        return phrase._replace(last=last) if last is not None and last > at else phrase

    def _adjective_after(self, phrase: _Phrase, head: _Head, has_master: bool) -> _Phrase | None:
        at = phrase.last + 1
        word = self.stream.word(at)
        definite = word.startswith(ARTICLE)
        if definite and not (head.definite or has_master):
            return None
        bare = word[2:] if definite else word
        nation = nationality_forms().get(bare)
        if nation is not None:
            return phrase._replace(last=at, country=phrase.country or nation[0])
        if bare in self.lists.descriptors or (definite and len(bare) > 4 and bare.endswith(("يه", "يين", "يون"))):
            return phrase._replace(last=at)
        return None

    def _master(self, phrase: _Phrase, head: _Head, at: int, depth: int) -> _Phrase | None:
        """The phrase with the body, person or place that its head belongs to."""
        word = self.stream.word(at)
        if (quoted := self._quoted_name(at, head)) is not None:
            return phrase._replace(last=quoted.last, actor=phrase.actor or self._actor_within(at, quoted.last))
        if (match := self.registry.get(at)) is not None:
            joined = match.prefix in ("ل", "لل") or (match.prefix in ("", ARTICLE) and head.governs)
            return self._with_actor(phrase, match) if joined else None
        if word in self.lists.joiners:
            return self._joined(phrase, at + 1, depth, "لب")
        if word in ("من", "في", "ضمن"):
            return self._of(phrase, head, at, depth)
        if word.startswith("ل") and head.kind != "carrier":
            return self._joined(phrase, at, depth, "ل")
        return self._governed(phrase, head, at, depth) if head.governs else None

    def _quoted_name(self, at: int, head: _Head) -> Quoted | None:
        """The short quotation that begins at a word, where it names the body or thing before it."""
        quoted = self.stream.quoted.get(at)
        if quoted is None or head.kind == "role" or quoted.last - at >= (MAX_PERSON_WORDS if head.definite else 5):
            return None
        return quoted

    def _with_actor(self, phrase: _Phrase, match: Match[ActorName]) -> _Phrase:
        group = self._group(match.first, match)
        return phrase._replace(last=group.last, actor=phrase.actor or group.actor)

    def _actor_within(self, first: int, last: int) -> str | None:
        for number in range(first, last + 1):
            if (match := self.registry.get(number)) is not None:
                return self._group(number, match).actor
        return None

    def _of(self, phrase: _Phrase, head: _Head, at: int, depth: int) -> _Phrase | None:
        """`من` and `في` before a named body, and `من` before a definite noun after members and people."""
        match = self.registry.get(at + 1)
        if match is not None and match.prefix in ("", ARTICLE):
            return self._with_actor(phrase, match) if head.kind in ("role", "unit") else None
        if (last := self.places.get(at + 1)) is not None and head.kind == "role" and self.stream.word(at) == "من":
            return phrase._replace(last=last)
        inner = self._head(at + 1)
        if inner is None or inner.skip or head.kind not in ("role", "unit") or self.stream.word(at) != "من":
            return None
        if inner.kind not in ("role", "unit"):
            return None
        return self._absorbed(phrase, self._extended(self._plain(at + 1, inner), inner, depth + 1))

    def _plain(self, at: int, head: _Head) -> _Phrase:
        return _Phrase(at, at, head.skip, head.kind, role=head.role and head.role.role)

    def _absorbed(self, phrase: _Phrase, inner: _Phrase) -> _Phrase:
        country = phrase.country or inner.country
        return phrase._replace(last=inner.last, actor=phrase.actor or inner.actor, country=country)

    def _joined(self, phrase: _Phrase, at: int, depth: int, letters: str) -> _Phrase | None:
        """A master after its preposition (`للجيش`, `لقوات النظام`)."""
        match = self.registry.get(at)
        if match is not None and match.prefix[:1] in tuple(letters):
            return self._with_actor(phrase, match)
        word, inner = self.stream.word(at), self._head(at)
        if word[:1] not in tuple(letters) or inner is None or inner.kind not in ("role", "unit"):
            return None
        return self._absorbed(phrase, self._extended(self._plain(at, inner), inner, depth + 1))

    def _governed(self, phrase: _Phrase, head: _Head, at: int, depth: int) -> _Phrase | None:
        """The noun that a construct governs: a known noun with its own phrase, or one definite word."""
        word = self.stream.word(at)
        inner = self._head(at)
        if inner is not None and head.kind == "carrier" and inner.kind == "object":
            return None
        if inner is not None and inner.skip == 0 and (inner.definite or inner.kind == "role" or head.kind != "role"):
            return self._absorbed(phrase, self._extended(self._plain(at, inner), inner, depth + 1))
        if word in self.lists.complements or self.stream.word(phrase.last) in CLANS:
            return phrase._replace(last=at)
        if word.startswith(ARTICLE) and len(word) > 4 and word not in self.lists.stops:
            return phrase._replace(last=at)
        return None

    def _person(self, at: int) -> _Phrase | None:
        """A title with a name, or a name that begins with a given name."""
        if (start := _name_start(self.stream.word(at))) is None:
            return None
        skip, is_title = start
        last = self._name_end(at + is_title, is_title)
        return _Phrase(at, last, skip, "person") if last is not None and last > at else None

    def _name_end(self, first: int, titled: bool = False) -> int | None:
        """The last word of a person's name: up to three words, patronymics and kunyas with the word after them."""
        last: int | None = None
        for at in range(first, min(first + MAX_PERSON_WORDS + 1, self.size)):
            if (at > first and not self.stream.same_line(at - 1, at)) or not self._may_be_name(at, first, titled):
                break
            last = at
            if self.stream.word(at) not in _LINKS and at - first >= MAX_PERSON_WORDS - 1:
                break
        return last

    def _may_be_name(self, at: int, first: int, titled: bool) -> bool:
        word = self.stream.word(at)
        if word in _LINKS or (word in given_names() and (at > first or word not in self.lists.stops)):
            return True
        if not word[:1].isalpha() or len(word) < 3 or word in self.lists.stops:
            return False
        if word.startswith(ARTICLE) or self.stream.word(at - 1) in _LINKS:
            return at > first
        is_second = at == first + 1 or (titled and at == first)
        return is_second and word[0] not in CLITICS and not word.endswith(("وا", "ون", "ين")) and self._head(at) is None


_LINKS = frozenset(map(fold, ("أبو", "أبي", "أبا", "بن", "ابن", "آل", "عبد", "أم", "بنت", "ولد")))


def of_kind(mentions: Iterable[ActorMention], *kinds: MentionKind) -> list[ActorMention]:
    """The mentions of some kinds."""
    return [mention for mention in mentions if mention.kind in kinds]
