"""What stands in the tables of one article's page: a group an event or statement, a row a value."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from musnad.cli.page.marks import Kind, Marks
from musnad.cli.page.words import Words, isolated
from musnad.schema import (
    ActorRef,
    Casualty,
    DateValue,
    Event,
    Mention,
    PlaceRef,
    Reading,
    SourceRef,
    Span,
    Statement,
    WeaponRef,
)
from musnad.schema.reading import Speaker

Value = DateValue | PlaceRef | ActorRef | WeaponRef | SourceRef | Speaker | Statement | Casualty
ASIDE = Markup('{} <small class="aside">({})</small>')
WHO = Markup("{} {}")
LINK = Markup('<a href="#{}">{}</a>')


class Row(NamedTuple):
    """A label, what the reader makes of it, and the words it stands on.

    `anchor` is that of the words' mark in the text, `anchors` those of all the marks of the row; `before` and `after`
    are the rest of the clause that the words stand in.
    """

    id: str
    label: Markup
    value: Markup | str
    quote: str = ""
    kind: Kind | None = None
    anchor: str | None = None
    anchors: tuple[str, ...] = ()
    confidence: float | None = None
    before: str = ""
    after: str = ""


class Group(NamedTuple):
    """One event or statement."""

    id: str
    name: str
    title: str
    aside: str
    confidence: float
    rows: list[Row]
    date: DateValue | None = None
    denied: bool = False


class Groups:
    """Lays out the events and statements of one reading, and marks their words in its text."""

    def __init__(self, reading: Reading, prefix: str, words: Words) -> None:
        self.prefix, self.words = prefix, words
        self.marks = Marks(prefix, reading.text)
        self._names = {event.id: self._id("e", at) for at, event in enumerate(reading.events, 1)}
        self.events = [self._event(at, event) for at, event in enumerate(reading.events, 1)]
        self.statements = [self._statement(at, statement) for at, statement in enumerate(reading.statements, 1)]

    def _id(self, letter: str, number: int) -> str:
        return f"{self.prefix}-{letter}{number}"

    def _event(self, number: int, event: Event) -> Group:
        rows = _Rows(self._id("e", number), self.marks, self.words)
        return Group(
            id=rows.group,
            name=f"e{number}",
            title=self.words.code("sub_event_types", event.sub_event_type),
            aside=self.words.code("event_types", event.event_type),
            confidence=event.confidence,
            rows=[*rows.of_event(event), *self._answered(rows, event)],
            date=event.date,
            denied=event.denied,
        )

    def _answered(self, rows: "_Rows", event: Event) -> Iterator[Row]:
        if event.response_to:
            anchor = self._names.get(event.response_to)
            name = isolated(event.response_to)
            yield rows.plain("answers", LINK.format(anchor, name) if anchor else name)

    def _statement(self, number: int, statement: Statement) -> Group:
        rows = _Rows(self._id("s", number), self.marks, self.words)
        return Group(
            id=rows.group,
            name=f"s{number}",
            title=self.words.code("statement_kinds", statement.kind),
            aside="",
            confidence=statement.confidence,
            rows=list(rows.of_statement(statement)),
            date=statement.date,
        )


class _Rows:
    """The rows of one group."""

    def __init__(self, group: str, marks: Marks, words: Words) -> None:
        self.group, self.marks, self.words = group, marks, words
        self.count = 0

    def of_event(self, event: Event) -> Iterator[Row]:
        yield from map(self._mention, event.mentions)
        if event.date:
            yield self._date(event.date)
        yield from map(self._place, event.places)
        responsibility = self.words.code("responsibilities", event.responsibility)
        yield from self._actors("by", "actor", event.actors, responsibility)
        yield from self._actors("targets", "target", event.targets)
        for weapon in event.weapons:
            yield self._valued("weapons", "weapon", weapon, isolated(self.words.code("weapons", weapon.kind)))
        yield from map(self._casualty, event.casualties)
        for source in event.sources:
            kind = self.words.code("source_kinds", source.kind)
            yield self._valued("source", "source", source, self._named(source, kind))

    def of_statement(self, statement: Statement) -> Iterator[Row]:
        yield self._valued("words", "statement", statement, "")
        yield self._valued("speaker", "speaker", statement.speaker, self._named(statement.speaker))
        if statement.role:
            yield self._words("role", "speaker", statement.role, statement.role_span)
        if statement.via:
            yield self._words("via", "source", statement.via, statement.via_span)
        if statement.date:
            yield self._date(statement.date)

    def plain(self, label: str, value: Markup) -> Row:
        """A row that stands on no words of its own."""
        return Row(self._next(), self.words.label(label), value)

    def _next(self) -> str:
        self.count += 1
        return f"{self.group}-{self.count}"

    def _words(self, label: str, kind: Kind, quote: str, span: Span | None) -> Row:
        """A row whose value is the article's words themselves."""
        row = self._next()
        return Row(row, self.words.label(label), "", quote, kind, *self._anchors(row, (kind, span)))

    def _valued(
        self,
        label: str,
        kind: Kind,
        value: Value,
        shown: Markup | str,
        *more: tuple[Kind, Span | None],
    ) -> Row:
        row = self._next()
        anchors = self._anchors(row, (kind, value.span), *more)
        return Row(row, self.words.label(label), shown, value.quote, kind, *anchors, value.confidence)

    def _anchors(self, row: str, *places: tuple[Kind, Span | None]) -> tuple[str | None, tuple[str, ...]]:
        """The anchor of the row's own words, None where they are not in the text, and those of all its marks."""
        found = [self.marks.add(span, kind, self.group, row) for kind, span in places]
        return found[0], tuple(anchor for anchor in found if anchor)

    def _mention(self, mention: Mention) -> Row:
        row = self._words("words", "trigger", mention.trigger, mention.trigger_span)
        start, end = (at - mention.span.start for at in (mention.trigger_span.start, mention.trigger_span.end))
        if not 0 <= start < end <= len(mention.quote):
            return row._replace(confidence=mention.confidence)
        before, after = mention.quote[:start], mention.quote[end:]
        return row._replace(confidence=mention.confidence, before=before, after=after)

    def _date(self, date: DateValue) -> Row:
        days = self.words.days(date.start, date.end)
        return self._valued("when", "date", date, self._aside(days, "date_precisions", date.precision))

    def _place(self, place: PlaceRef) -> Row:
        shown = self._aside(self.words.place(place), "place_precisions", place.precision)
        if place.lat is not None and place.lon is not None:
            shown = WHO.format(shown, self.words.point(place.lat, place.lon))
        return self._valued("where", "place", place, shown)

    def _actors(self, label: str, kind: Kind, actors: Iterable[ActorRef], aside: str = "") -> Iterator[Row]:
        for actor in actors:
            sort = actor.actor_type and self.words.code("actor_types", actor.actor_type)
            yield self._valued(label, kind, actor, self._named(actor, *filter(None, (sort, aside))))

    def _named(self, who: ActorRef | SourceRef | Speaker, *asides: str) -> Markup:
        """Someone's common name, nothing where the article's words are all that is known; and what is said of them."""
        name = Markup("") if who.name == who.quote else isolated(who.name)
        if not asides:
            return name
        return ASIDE.format(name, self.words.joined(*map(isolated, asides)))

    def _aside(self, shown: Markup, vocabulary: str, code: str) -> Markup:
        return ASIDE.format(shown, isolated(self.words.code(vocabulary, code).lower()))

    def _casualty(self, casualty: Casualty) -> Row:
        more: tuple[tuple[Kind, Span | None], ...] = (
            ("casualty", casualty.who_span),
            ("source", casualty.said_by_span),
        )
        return self._valued("casualties", "casualty", casualty, self._toll(casualty), *more)

    def _toll(self, casualty: Casualty) -> Markup:
        least, most = (None if number is None else f"{number:,}" for number in (casualty.min, casualty.max))
        if most is None:
            number = self.words.label("or_more", least)
        else:
            number = isolated(least) if least == most else self.words.label("from_to", least, most)
        toll = Markup("{}: <b>{}</b>").format(isolated(self.words.code("casualty_statuses", casualty.status)), number)
        return self.words.label("said_by", toll, casualty.said_by) if casualty.said_by else toll
