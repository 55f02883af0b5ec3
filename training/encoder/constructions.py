"""How gold tells of an event or a value, as far as code can see it: the rows of the error page's constructions.

Everything is read off gold and the text, nothing off a reading (but the place of a value found, for precision).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from musnad.evaluate.gold import GoldArticle, scorer
from musnad.extract.events import title_words
from musnad.extract.lexicon import bare
from musnad.extract.triggers import Trigger, find_triggers
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold

Item = dict[str, Any]
Feature = tuple[str, str]
FORMS = {
    "past": "verb, past",
    "present": "verb, present",
    "masdar": "verbal noun",
    "open": "open: verbal noun or past",
    "agent": "participle, active",
    "patient": "participle, passive",
    "noun": "other noun or fixed phrase",
}
UNLISTED = "not in the lexicon"
IN_CLAUSE, IN_SENTENCE, BESIDE, AWAY = (
    "in a mention's clause",
    "in its sentence",
    "in the next sentence",
    "further away",
)
_PRONOUNS = frozenset(map(fold, "هو هي هما هم هن نحن أنا هذا هذه هذان هؤلاء ذلك تلك أولئك الذي التي الذين".split()))
_MANY = ((1, "1"), (3, "2–3"), (6, "4–6"), (99, "7 or more"))


class Told:
    """A gold article, and where and how it tells of its events."""

    def __init__(self, gold: GoldArticle) -> None:
        self.gold, self.document = gold, Document(gold["text"])
        spans = (scorer("score").mention_spans(event, gold["text"]) for event in gold["events"])
        self.spans = [tuple([Span(*at) for at in held] for held in both) for both in spans]

    @cached_property
    def triggers(self) -> list[Trigger]:
        """What the lexicon takes for triggers."""
        return find_triggers(self.document)

    @cached_property
    def title(self) -> frozenset[str]:
        """The bare words of the headline."""
        return title_words(self.gold["title"])

    def features(self, number: int) -> Iterator[Feature]:
        """Of the event of that index, by its first mention: (what is looked at, what it is)."""
        event, (triggers, _) = self.gold["events"][number], self.spans[number]
        if not triggers:
            return
        first = triggers[0]
        entry = self._entry(first)
        yield "trigger", UNLISTED if entry is None else FORMS[entry.form.inflection]
        yield "trigger, voice", "passive" if entry is not None and entry.passive else "active or a noun"
        yield "trigger, words", "one" if len(self.document.tokens_in(first)) < 2 else "two or more"
        yield "paragraph", "first" if self._paragraph(first) == 0 else "later"
        yield "headline", "has its word" if self._in_headline(first) else "has it not"
        quoted = any(quotation.covers(first) for quotation in self.document.quotations)
        yield "quoted speech", "inside quotation marks" if quoted else "outside"
        yield "mentions", _many(len(event["mentions"]))
        yield "events of the article", _many(len(self.gold["events"]))
        yield "events of the sentence", _many(len(self._company(first)))
        yield "responsibility", event["responsibility"]
        yield "denied", "yes" if event["denied"] else "no"

    def _entry(self, span: Span) -> Trigger | None:
        """The lexicon's trigger that overlaps a gold trigger most, if one does."""
        held = [trigger for trigger in self.triggers if trigger.span.overlaps(span)]
        near = ((scorer("score").jaccard((t.span.start, t.span.end), (span.start, span.end)), t) for t in held)
        return max(near, key=lambda pair: pair[0], default=(0.0, None))[1]

    def _in_headline(self, span: Span) -> bool:
        return any(bare(token.fold) in self.title for token in self.document.tokens_in(span))

    def _paragraph(self, span: Span) -> int:
        segment = self.document.segment_at(span.start)
        return -1 if segment is None else segment.paragraph

    def _company(self, span: Span) -> set[int]:
        """The events that are told in the sentence of a span."""
        home = self.document.segment_index(span.start)
        segments = [[self.document.segment_index(t.start) for t in triggers] for triggers, _ in self.spans]
        return {number for number, held in enumerate(segments) if home in held}

    def position(self, number: int, value: Item) -> str:
        """Where a value stands that is nearest to the triggers of an event of gold."""
        triggers, clauses = self.spans[number]
        spans = [Span(*at) for at in scorer("score").spans(value.get("quote", ""), self.document.text)]
        if any(clause.covers(span) for clause in clauses for span in spans):
            return IN_CLAUSE
        return self._distance(spans, triggers)

    def position_found(self, event: Item, value: Item) -> str:
        """Where a value of a reading stands, against the clauses and triggers of its event there."""
        spans = [Span(**value["span"])]
        if any(Span(**mention["span"]).covers(spans[0]) for mention in event["mentions"]):
            return IN_CLAUSE
        return self._distance(spans, [Span(**mention["trigger_span"]) for mention in event["mentions"]])

    def _distance(self, spans: Iterable[Span], triggers: Sequence[Span]) -> str:
        homes = [self.document.segment_index(trigger.start) for trigger in triggers]
        own = [self.document.segment_index(span.start) for span in spans]
        apart = min((abs(a - b) for a in own for b in homes if a is not None and b is not None), default=2)
        return (IN_SENTENCE, BESIDE, AWAY)[min(apart, 2)]


def wording(value: Item) -> str:
    """How a value is worded: a pronoun, or how many words."""
    words = value["quote"].split()
    if words and all(fold(word) in _PRONOUNS for word in words):
        return "pronoun"
    return "one word" if len(words) < 2 else "two or three words" if len(words) < 4 else "four words or more"


def _many(count: int) -> str:
    return next(name for most, name in _MANY if count <= most)
