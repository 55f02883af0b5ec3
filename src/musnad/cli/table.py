"""A reading as a block of lines for people: the article, its events, its statements, each with its words."""

import textwrap
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from musnad.cli.terminal import Terminal, harmless
from musnad.codebook import Language, codebook
from musnad.data import load_yaml
from musnad.schema import Casualty, DateValue, Event, Mention, PlaceRef, Reading, Statement
from musnad.schema.reading import Explanation

_INDENT, _LABEL_WIDTH = 6, 11
MAX_WORDS_WIDTH = 400
_VOCABULARIES = {"sub_event_type": "sub_event_types", "responsibility": "responsibilities", "weapons": "weapons"}


class Row(NamedTuple):
    """A label, what the reader makes of it, and the article's words that it stands on."""

    label: str
    value: str
    quote: str = ""


@cache
def _labels() -> dict[str, dict[str, str]]:
    return msgspec.convert(load_yaml("musnad.cli", "labels.yaml"), dict[str, dict[str, str]])


class Table:
    """Lays readings out with labels in one language, for one terminal."""

    def __init__(self, terminal: Terminal, language: Language) -> None:
        self.terminal, self.language = terminal, language

    def lines(self, reading: Reading) -> Iterator[str]:
        """The lines of one block, an empty line at its end."""
        reading = msgspec.convert(_harmless(msgspec.to_builtins(reading)), Reading)
        heading = f"{self._isolate(reading.id)}  {self._isolate(reading.title)}".rstrip()
        yield self.terminal.bold(heading)
        yield from self._rows(self._article(reading), indent=2)
        if not reading.events:
            yield f"  {self._label('no_events')}"
        for event in reading.events:
            yield from self._headed(event.id, self._code("sub_event_types", event.sub_event_type), self._event(event))
            yield from self._rows(self._why(reading.explanations, event.id), _INDENT)
        for number, statement in enumerate(reading.statements, start=1):
            kind = self._code("statement_kinds", statement.kind)
            yield from self._headed(f"s{number}", kind, self._statement(statement))
        yield ""

    def _headed(self, identifier: str, heading: str, rows: Iterator[Row]) -> Iterator[str]:
        yield ""
        yield f"  {identifier:<3} {self.terminal.bold(self._isolate(heading))}"
        yield from self._rows(rows, _INDENT)

    def _rows(self, rows: Iterator[Row], indent: int) -> Iterator[str]:
        """Each row under its label, long ones over several lines; every piece is isolated by itself."""
        previous = None
        for row in rows:
            label = "" if row.label == previous else self._label(row.label)
            previous = row.label
            start = " " * indent + self.terminal.dim(f"{label:<{_LABEL_WIDTH}}")
            pieces = [self._isolate(row.value), self._isolate(f"«{row.quote}»") if row.quote else ""]
            line = "  ".join(filter(None, pieces))
            if len(line) <= self.terminal.width - indent - _LABEL_WIDTH:
                yield start + line
            else:
                yield from self._wrapped(start, row, indent)

    def _wrapped(self, start: str, row: Row, indent: int) -> Iterator[str]:
        width = self.terminal.width - indent - _LABEL_WIDTH
        quote = f"«{row.quote}»" if row.quote else ""
        for text in filter(None, (row.value, quote)):
            for line in textwrap.wrap(text, width):
                yield start + self._isolate(line)
                start = " " * (indent + _LABEL_WIDTH)

    def _article(self, reading: Reading) -> Iterator[Row]:
        if reading.outlet:
            yield Row("outlet", reading.outlet)
        if reading.published:
            yield Row("published", reading.published)
        yield from (Row("not_read", problem.message) for problem in reading.problems)

    def _event(self, event: Event) -> Iterator[Row]:
        if event.denied:
            yield Row("denied", self._code("sub_event_types", event.sub_event_type))
        if event.date:
            yield self._date(event.date)
        yield from map(self._place, event.places)
        responsibility = self._bracketed("responsibilities", event.responsibility)
        yield from (self._named("by", actor.name, actor.quote, responsibility) for actor in event.actors)
        yield from (self._named("targets", target.name, target.quote) for target in event.targets)
        yield from (Row("weapons", self._code("weapons", weapon.kind), weapon.quote) for weapon in event.weapons)
        yield from map(self._casualty, event.casualties)
        for source in event.sources:
            yield self._named("source", source.name, source.quote, self._bracketed("source_kinds", source.kind))
        if event.response_to:
            yield Row("answers", event.response_to)
        yield from (Row("words", _marked(mention)) for mention in event.mentions[:1])

    def _why(self, explanations: Sequence[Explanation], event: str) -> Iterator[Row]:
        """How each value was chosen: what it says, how probable it is, what chose it; then the field's runners-up."""
        own = [one for one in explanations if one.event == event]
        for number, one in enumerate(own):
            field, value = self._label(f"field_{one.field}"), self._told(one.field, one.value)
            yield Row("why", f"{field}: {value} {self._share(one.confidence)} ({self._isolate(one.method)})", one.quote)
            last = all(following.field != one.field for following in own[number + 1 : number + 2])
            for other in one.runners_up if last else ():
                value = f"{self._told(one.field, other.value)} {self._share(other.confidence)}"
                yield Row("why", f"— {self._label('rather_than')} {value}", other.quote)

    def _told(self, field: str, value: str) -> str:
        if field == "casualties":
            count, status = value.rsplit(" ", 1)
            return self._isolate(f"{self._code('casualty_statuses', status)}: {count}")
        return self._isolate(self._code(_VOCABULARIES[field], value) if field in _VOCABULARIES else value)

    def _share(self, probability: float) -> str:
        return self._isolate(f"{probability:.0%}")

    def _statement(self, statement: Statement) -> Iterator[Row]:
        speaker = statement.speaker
        role = f"({self._isolate(statement.role)})" if statement.role else ""
        yield self._named("speaker", speaker.name, speaker.quote, role)
        if statement.date:
            yield self._date(statement.date)
        yield Row("words", f"«{_shortened(statement.quote)}»")

    def _date(self, date: DateValue) -> Row:
        span = str(date.start) if date.start == date.end else f"{date.start} – {date.end}"
        return Row("when", f"{span} {self._bracketed('date_precisions', date.precision)}", date.quote)

    def _place(self, place: PlaceRef) -> Row:
        names = dict.fromkeys(filter(None, (place.name, place.admin1, place.country)))
        point = "" if place.lat is None or place.lon is None else f" {place.lat:.2f}, {place.lon:.2f}"
        precision = self._bracketed("place_precisions", place.precision)
        return Row("where", f"{', '.join(names)} {precision}{point}", place.quote)

    def _named(self, label: str, name: str, quote: str, aside: str = "") -> Row:
        """Someone's common name, or where there is none the article's words alone, and what is said of them."""
        if name == quote:
            return Row(label, f"{self._isolate(f'«{quote}»')} {aside}".rstrip())
        return Row(label, f"{name} {aside}".rstrip(), quote)

    def _casualty(self, casualty: Casualty) -> Row:
        if casualty.max is None:
            number = self._label("or_more").format(casualty.min)
        else:
            number = str(casualty.min) if casualty.min == casualty.max else f"{casualty.min}–{casualty.max}"
        value = f"{self._code('casualty_statuses', casualty.status)}: {number}"
        if casualty.said_by:
            value = self._label("said_by").format(value, self._isolate(casualty.said_by))
        return Row("casualties", value, casualty.quote)

    def _label(self, name: str) -> str:
        return _labels()[name][self.language]

    def _code(self, vocabulary: str, code: str) -> str:
        entry = codebook().vocabularies()[vocabulary].get(code)
        return entry.label(self.language) if entry else code

    def _bracketed(self, vocabulary: str, code: str) -> str:
        """A code's label as an aside; isolated, or an Arabic one would turn the numbers after it around."""
        return f"({self._isolate(self._code(vocabulary, code).lower())})"

    def _isolate(self, text: str) -> str:
        return self.terminal.isolate(text)


def _harmless(value: Any) -> Any:
    """All strings of a nested value, of the same lengths, made fit to be shown."""
    if isinstance(value, dict):
        return {key: _harmless(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_harmless(inner) for inner in value]
    return harmless(value) if isinstance(value, str) else value


def _marked(mention: Mention) -> str:
    """The clause, its trigger in square brackets."""
    start = mention.trigger_span.start - mention.span.start
    end = mention.trigger_span.end - mention.span.start
    quote = mention.quote
    if not 0 <= start < end <= len(quote):
        return f"«{_shortened(quote)}»"
    return f"«{_shortened(f'{quote[:start]}[{quote[start:end]}]{quote[end:]}')}»"


def _shortened(text: str) -> str:
    return textwrap.shorten(text, MAX_WORDS_WIDTH, placeholder=" …")
