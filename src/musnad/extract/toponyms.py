"""Place names of a text, with the nouns around them that say what kind of place is meant.

A name of the gazetteer counts where its surroundings let it: a name that is also a common word needs a cue, a
name inside an organisation's or a person's is a hint only. A name that the gazetteer does not know counts after
a head noun (`قرية …`) and has no candidates.
"""

from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from musnad.data import load_yaml
from musnad.registry.actors import actor_matcher
from musnad.registry.matcher import Match, stream_of
from musnad.registry.places import Place, place, place_matcher
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.names import given_names
from musnad.text.normalise import fold

PlaceRole = Literal["place", "hint", "topic", "anaphor"]
CLITICS = ("و", "ف", "ب", "ل", "ك")
LOCATIVE_CLITIC = "ب"
TOWNS = frozenset({"capital", "town", "village"})
MAX_NAME_WORDS = 3
METONYM_POPULATION = 300_000


class PlaceMention(NamedTuple):
    """A place that the text names.

    `span` holds head nouns and relations too (`شمال مدينة حلب`), `core` no relations (`مدينة حلب`), `name` the name
    alone. `head` is the kind that the head noun asks for, `relation` a compass point (`north`, `northwest`), `near`
    or `inside`. `role` is `anaphor` where a definite noun points back (`المدينة`), `hint` where the name tells of no
    scene (`شرطة ديالى`), `topic` where it is but a part of a hashtag (`#سيول_الأردن`).
    """

    span: Span
    core: Span
    name: Span
    candidates: tuple[Place, ...]
    head: str | None
    relation: str | None
    role: PlaceRole


class _Words(NamedTuple):
    """The word lists of `toponyms.yaml`."""

    heads: dict[str, str]
    relations: dict[str, str]
    anaphors: dict[str, str]
    trailing: frozenset[str]
    compounders: frozenset[str]
    stops: frozenset[str]
    descriptions: frozenset[str]
    organisations: frozenset[str]
    metonymic: frozenset[str]
    locatives: frozenset[str]


class _Left(NamedTuple):
    """What stands before a name: the first word of it, its clitics' length, the kind and the relation it asks for.

    `core` and `core_skip` are the first word and its clitics' length where words of relation are left out.
    """

    first: int
    skip: int
    head: str | None
    relation: str | None
    core: int
    core_skip: int

    @classmethod
    def of(cls, first: int, skip: int, head: str | None = None) -> "_Left":
        """A name or head noun with nothing before it."""
        return cls(first, skip, head, None, first, skip)


@cache
def words() -> _Words:
    """The word lists around place names."""
    data = load_yaml("musnad.extract", "toponyms.yaml")
    by_word: dict[str, Any] = {
        name: {fold(word): kind for kind, listed in data[name].items() for word in listed}
        for name in ("heads", "relations", "anaphors")
    }
    lists: dict[str, Any] = {name: frozenset(map(fold, data[name])) for name in _Words._fields if name not in by_word}
    return _Words(**by_word, **lists)


def governs(place: Place) -> bool:
    """Whether a place's bare name may stand for a government: a country, or a city as large as capitals are."""
    return place.kind in ("country", "capital") or (place.kind == "town" and place.population > METONYM_POPULATION)


_CACHE: "WeakKeyDictionary[Document, list[PlaceMention]]" = WeakKeyDictionary()
_MATCHES: "WeakKeyDictionary[Document, list[Match[int]]]" = WeakKeyDictionary()


def place_matches(document: Document) -> list[Match[int]]:
    """Every name of the gazetteer that stands in a document, whatever surrounds it; found once."""
    if document not in _MATCHES:
        _MATCHES[document] = place_matcher().find(stream_of(document))
    return _MATCHES[document]


def find_places(document: Document) -> list[PlaceMention]:
    """The places and anaphors of a document in order; names that are only hints or topics are left out."""
    return [mention for mention in find_names(document) if mention.role in ("place", "anaphor")]


def find_names(document: Document) -> list[PlaceMention]:
    """All place names of a document in order, hints too."""
    if document not in _CACHE:
        _CACHE[document] = _Finder(document).mentions()
    return _CACHE[document]


@lru_cache(maxsize=65536)
def stripped(word: str) -> tuple[tuple[str, int], ...]:
    """A word as it stands and without one or two clitics, each with the number of letters taken off."""
    forms = [(word, 0)]
    for _ in range(2):
        rest, taken = forms[-1]
        if rest[:1] not in CLITICS or len(rest) < 3:
            break
        forms.append((rest[1:], taken + 1))
    return tuple(forms)


@lru_cache(maxsize=65536)
def heads_in(word: str) -> tuple[tuple[str, int], ...]:
    """The kinds that a word asks for as a head noun, each with the letters of the clitics before it."""
    return tuple((words().heads[form], taken) for form, taken in stripped(word) if form in words().heads)


@lru_cache(maxsize=65536)
def _anaphor_in(word: str) -> tuple[str, int] | None:
    """The kind that a word points back at, with the letters of the clitics before it."""
    found = ((words().anaphors[form], taken) for form, taken in stripped(word) if form in words().anaphors)
    return next(found, None)


@cache
def _last_words() -> frozenset[str]:
    """The last words of heads and relations of several words."""
    return frozenset(key.rpartition(" ")[2] for key in (*words().heads, *words().relations) if " " in key)


class _Finder:
    """Reads one document."""

    def __init__(self, document: Document) -> None:
        self.words = words()
        self.stream = stream_of(document)
        self.matches = place_matches(document)
        self.covered: set[int] = set()
        self.accepted: set[int] = set()

    @cached_property
    def blocked(self) -> list[tuple[int, int]]:
        """First and last words of actors' names of several words."""
        found = actor_matcher().longest(self.stream)
        return [(match.first, match.last) for match in found if match.last > match.first]

    def mentions(self) -> list[PlaceMention]:
        """Known names first, then unknown names after heads, then anaphors; in order of the text."""
        found = [*self._known(), *self._unknown(), *self._anaphors()]
        return sorted(found, key=lambda m: (m.span.start, m.span.end))

    def _known(self) -> Iterator[PlaceMention]:
        reached = -1
        for match in self.matches:
            if match.first <= reached or self._inside_actor(match) or self._is_head(match):
                continue
            if match.skip and self._follows_head(match.first):
                continue
            left = self._left(match.first, match.prefix)
            candidates = self._candidates(match, left)
            if not candidates or self._is_person(match, left):
                continue
            reached = match.last
            yield self._mention(match, left, candidates)

    def _head_inside(self, match: Match[int]) -> str | None:
        """The kind that the first word of a name of several words asks for (`حي الزهور`)."""
        heads = self.words.heads if match.last > match.first else {}
        return heads.get(self.stream.word(match.first)[match.skip :])

    def _fills_tag(self, first: int, last: int) -> bool:
        """Whether words that stand in a hashtag are all of it."""
        tags = [self.stream.tag_of(word) for word in (first, last)] if self.stream.tags else []
        return all(tag is None or (first <= tag[0] and tag[1] <= last) for tag in tags)

    def _is_head(self, match: Match[int]) -> bool:
        """Whether the word is a head noun (`مدينة`) that only looks like a name."""
        return match.first == match.last and self.stream.word(match.first)[match.skip :] in self.words.heads

    def _follows_head(self, number: int) -> bool:
        """Whether the word before is a head noun, after which a name carries no clitic."""
        before = stripped(self.stream.word(number - 1))
        return self.stream.same_line(number - 1, number) and any(form in self.words.heads for form, _ in before)

    def _mention(self, match: Match[int], left: _Left, candidates: tuple[Place, ...]) -> PlaceMention:
        last = self._trailing(match.last) if left.head else match.last
        self.covered.update(range(left.first, last + 1))
        self.accepted.add(match.last)
        role: PlaceRole = "hint" if self._is_hint(match, left, candidates) else "place"
        if not self._fills_tag(left.core, last):
            role = "topic"
        span = self.stream.span(left.first, last, left.skip)
        relation = left.relation or self._compass_after(match.last, last)
        core = self.stream.span(left.core, last, left.core_skip)
        name = self.stream.span(match.first, match.last, match.skip)
        head = left.head or self._head_inside(match)
        return PlaceMention(span, core, name, candidates, head, relation, role)

    def _inside_actor(self, match: Match[int]) -> bool:
        return any(first <= match.first and match.last <= last for first, last in self.blocked)

    def _left(self, first: int, prefix: str) -> _Left:
        """Walks back over head nouns and relations; a clitic on the name itself ends the walk at once."""
        skip = len(prefix.removesuffix("ال")) if prefix.endswith("ال") else len(prefix)
        if prefix == "لل":
            skip = 0
        left = _Left.of(first, skip)
        if prefix not in ("", "ال"):
            return left
        while (wider := self._wider(left)) is not None:
            left = wider
            if left.skip:
                break
        return left

    def _wider(self, left: _Left) -> _Left | None:
        at = left.first - 1
        if at < 0 or not self.stream.same_line(at, left.first):
            return None
        for size in (3, 2, 1) if self.stream.words[at] in _last_words() else (1,):
            start = at - size + 1
            tail = "".join(f" {self.stream.word(number)}" for number in range(start + 1, at + 1))
            for form, taken in stripped(self.stream.word(start)):
                if (kind := self.words.heads.get(form + tail)) is not None:
                    return left._replace(first=start, skip=taken, head=left.head or kind, core=start, core_skip=taken)
                if (relation := self.words.relations.get(form + tail)) is not None:
                    return left._replace(first=start, skip=taken, relation=_joined(relation, left.relation))
        return None

    def _trailing(self, last: int) -> int:
        """The last word with the adjectives that belong to a head."""
        for _ in range(2):
            if self.stream.word(last + 1) in self.words.trailing and self.stream.same_line(last, last + 1):
                last += 1
        return last

    def _compass_after(self, name_last: int, last: int) -> str | None:
        for number in range(name_last + 1, last + 1):
            word = self.stream.word(number).removeprefix("ال").removesuffix("ه")
            if (point := self.words.relations.get(word)) is not None:
                return point
        return None

    def _candidates(self, match: Match[int], left: _Left) -> tuple[Place, ...]:
        """The places whose need for a cue the surroundings meet."""
        return tuple(found for found in map(place, match.keys) if self._has_cue(found, match, left))

    def _has_cue(self, found: Place, match: Match[int], left: _Left) -> bool:
        """Whether a name that needs a cue has it; a name of several words needs one only where its row lists cues."""
        if not found.needs_cue or left.head or (match.last > match.first and not found.cues):
            return True
        is_town = found.kind in TOWNS
        if (found.needs_cue == 1 or found.cues) and is_town and not self._is_located(match, left):
            return False
        if any(self._stands_in_text(cue) for cue in found.cues):
            return True
        return found.needs_cue == 1 and self._is_located(match, left) and not self._ends_as_pronoun(found, match)

    def _ends_as_pronoun(self, found: Place, match: Match[int]) -> bool:
        """Whether the text writes ه where every name of the place ends in ة (`حديثه`)."""
        text, span = self.stream.document.text, self.stream.span(match.first, match.last)
        return span.of(text).endswith("ه") and not any(name.endswith("ه") for name in found.names_ar)

    def _stands_in_text(self, cue: str) -> bool:
        folded = fold(cue)
        return folded not in self.words.heads and f" {folded} " in self.stream.text

    def _is_located(self, match: Match[int], left: _Left) -> bool:
        """Whether a locative word or clitic stands before the name, or another place that it is joined to."""
        if LOCATIVE_CLITIC in match.prefix.removesuffix("ال") or left.relation:
            return True
        if self.stream.tags.get(match.first) == match.last:
            return True
        before = self.stream.word(left.first - 1)
        joined = before in ("،", ",", "-") or match.prefix.startswith("و")
        if any(form in self.words.locatives for form, _ in stripped(before)):
            return True
        return joined and bool(self.accepted & {left.first - 1, left.first - 2})

    def _is_person(self, match: Match[int], left: _Left) -> bool:
        if left.first < match.first or match.prefix not in ("", "ال") or match.first == 0:
            return False
        before = self.stream.word(match.first - 1)
        named = any(form in given_names() and form not in self.words.stops for form, _ in stripped(before))
        return match.first == match.last and named

    def _is_hint(self, match: Match[int], left: _Left, candidates: tuple[Place, ...]) -> bool:
        if left.head or left.relation:
            return False
        before, after = self.stream.word(left.first - 1), self.stream.word(match.last + 1)
        if match.prefix in ("", "ال") and any(form in self.words.organisations for form, _ in stripped(before)):
            return True
        if not any(map(governs, candidates)) or match.prefix not in ("", "ال", "و", "وال", "ل", "لل"):
            return False
        speaks = before in self.words.metonymic or after in self.words.metonymic
        return speaks or match.prefix in ("ل", "لل")

    def _unknown(self) -> Iterator[PlaceMention]:
        for number, word in enumerate(self.stream.words):
            if not (heads := heads_in(word)) or number in self.covered:
                continue
            if self.stream.tags and self.stream.tag_of(number):
                continue
            for kind, taken in heads:
                if (last := self._name_end(number, kind)) is not None:
                    yield self._unknown_mention(number, taken, kind, last)
                    break

    def _unknown_mention(self, head: int, taken: int, kind: str, last: int) -> PlaceMention:
        left = _Left.of(head, taken, kind)
        if not taken:
            left = self._left(head, "")._replace(head=kind)
        end = self._trailing(last)
        self.covered.update(range(left.first, end + 1))
        span = self.stream.span(left.first, end, left.skip)
        core = self.stream.span(left.core, end, left.core_skip)
        return PlaceMention(span, core, self.stream.span(head + 1, last), (), kind, left.relation, "place")

    def _name_end(self, head: int, kind: str) -> int | None:
        """The last word of the name after a head, None where no name follows."""
        first = head + 1
        if not self._may_name(first, head) or (kind == "other" and not self.stream.word(first).startswith("ال")):
            return None
        last = first
        while (
            last - head < MAX_NAME_WORDS
            and self.stream.word(last) in self.words.compounders
            and self._may_name(last + 1, last)
        ):
            last += 1
        return last

    def _may_name(self, number: int, before: int) -> bool:
        word = self.stream.word(number)
        if number in self.covered or len(word) < 3 or not word[0].isalpha():
            return False
        refused = word in self.words.stops or word in self.words.descriptions or word in self.words.trailing
        return not refused and word not in self.words.heads and self.stream.same_line(before, number)

    def _anaphors(self) -> Iterator[PlaceMention]:
        for number, word in enumerate(self.stream.words):
            if (found := _anaphor_in(word)) is None or number in self.covered:
                continue
            kind, taken = found
            left = _Left.of(number, taken) if taken else self._left(number, "")
            if left.relation or left.first < number or self._points_back(number, taken):
                span = self.stream.span(left.first, number, left.skip)
                name = self.stream.span(number, number, taken)
                yield PlaceMention(span, name, name, (), kind, left.relation, "anaphor")

    def _points_back(self, number: int, taken: int) -> bool:
        before = self.stream.word(number - 1)
        return self.stream.word(number).startswith(LOCATIVE_CLITIC) if taken else before in self.words.locatives


def _joined(outer: str, inner: str | None) -> str:
    """Two relations as one: a compass point joins another, and weighs more than `near` and `inside`."""
    if inner is None or inner in ("near", "inside"):
        return outer
    if outer in ("north", "south") and inner in ("east", "west"):
        return outer + inner
    return inner
