"""Every value of an article that may belong to an event, read and resolved, in the form that events take."""

from collections.abc import Iterator, Sequence

from musnad.extract.actors import find_actors
from musnad.extract.attribution import Report, find_reports
from musnad.extract.candidates import Argument, Kind
from musnad.extract.casualties import THRESHOLD, weigh_tolls
from musnad.extract.linear import Models
from musnad.extract.source_phrases import head_of, kind_of_source
from musnad.extract.statements import source_of
from musnad.extract.toponyms import find_places
from musnad.extract.weapons import find_weapons
from musnad.resolve.actors import name_of
from musnad.resolve.dates import anchor
from musnad.resolve.places import resolve_places
from musnad.resolve.provisional import METHOD as PROVISIONAL
from musnad.resolve.provisional import is_provisional
from musnad.schema import ActorRef, Article, Casualty, SourceRef, Span, WeaponRef
from musnad.text.document import Document

WEAPON_CONFIDENCE = 0.9
PARTICIPANT_CONFIDENCE = 0.8
SOURCE_CONFIDENCE = 0.6


def resolved_arguments(
    document: Document, article: Article, weights: Models | None = None, least_toll: float = THRESHOLD
) -> list[Argument]:
    """The dates, places, participants, weapons, tolls and sources of an article, by kind and in text order.

    Phrases that are a toll with a probability of at least `least_toll` are taken as one.
    """
    return [
        *_dates(document, article),
        *_places(document, article),
        *_weapons(document),
        *_casualties(document, weights, least_toll),
        *_participants(document),
        *_sources(document),
    ]


def marked_arguments(
    document: Document, found: Sequence[Argument], marks: Sequence[tuple[Kind, Span]], method: str
) -> list[Argument]:
    """The phrases that a reader marks as participants or sources, those left out that the code found as they are."""
    known = {(argument.kind, argument.span) for argument in found}
    make = {"participant": participant, "source": source}
    unknown = [(kind, span) for kind, span in dict.fromkeys(marks) if (kind, span) not in known]
    return [make[kind](document, span, (), method)._replace(listed=False) for kind, span in unknown]


def _dates(document: Document, article: Article) -> Iterator[Argument]:
    for value in anchor(document, article.published_on):
        days = f"{value.start}/{value.end}"
        tags = [f"precision={value.precision}"]
        if value.start == article.published_on:
            tags.append("on publication")
        yield Argument(value.span, "date", days, tuple(tags), value)


def _places(document: Document, article: Article) -> Iterator[Argument]:
    mentions = find_places(document)
    for mention, value in zip(mentions, resolve_places(document, mentions, article.country), strict=True):
        tags = (
            f"precision={value.precision}",
            f"role={mention.role}",
            f"head={mention.head}",
            f"relation={mention.relation}",
        )
        same = f"{value.name}, {value.country} ({value.precision}) {mention.relation or ''}"
        yield Argument(value.span, "place", same, tags, value)


def _weapons(document: Document) -> Iterator[Argument]:
    for mention in find_weapons(document):
        quote = mention.span.of(document.text)
        value = WeaponRef(
            quote=quote, span=mention.span, confidence=WEAPON_CONFIDENCE, method="weapon lexicon", kind=mention.kind
        )
        yield Argument(mention.span, "weapon", mention.kind, (mention.kind,), value)


def _casualties(document: Document, weights: Models | None, least: float) -> Iterator[Argument]:
    reports = find_reports(document)
    for mention, chance in weigh_tolls(document, None if weights is None else weights["casualty"]):
        if chance < least:
            continue
        who, told_by = mention.who_span, _speaker(reports, mention.span)
        value = Casualty(
            quote=mention.span.of(document.text),
            span=mention.span,
            confidence=mention.confidence,
            method="toll model",
            status=mention.status,
            min=mention.min,
            max=mention.max,
            who=who.of(document.text) if who else None,
            who_span=who,
            said_by=told_by.of(document.text) if told_by else None,
            said_by_span=told_by,
        )
        count = f"{mention.status}:{mention.min}-{mention.max}"
        tags = (mention.status, f"one={mention.max == 1}")
        yield Argument(mention.span, "casualty", count, tags, value, listed=chance >= THRESHOLD)


def _speaker(reports: Sequence[Report], toll: Span) -> Span | None:
    """The source whose report holds a toll, the nearest where several do."""
    telling = [report for report in reports if report.content.covers(toll)]
    return max(telling, key=lambda report: report.content.start).source if telling else None


def _sources(document: Document) -> Iterator[Argument]:
    for report in find_reports(document):
        value = source_of(document.text, report)
        named = name_of(document, report.source)
        value.name, value.registry_id = named.name or value.name, named.registry_id
        yield Argument(report.source, "source", value.quote, _report_tags(report), value, report.content)


def source(document: Document, span: Span, tags: tuple[str, ...], method: str) -> Argument:
    """A phrase that may be a source, with what it is called; it reports what a report by the same words reports."""
    quote, named = span.of(document.text), name_of(document, span)
    report = next((report for report in find_reports(document) if report.source.overlaps(span)), None)
    words = [token.fold for token in document.tokens_in(span)]
    head = next((found for word in words if (found := head_of(word))), "")
    kind = report.source_kind if report else kind_of_source(head, words)
    value = SourceRef(
        quote=quote,
        span=span,
        confidence=SOURCE_CONFIDENCE,
        method=method,
        name=named.name or quote,
        kind=kind,
        registry_id=named.registry_id,
    )
    return Argument(span, "source", quote, tags, value, report.content if report else None)


def _report_tags(report: Report) -> tuple[str, ...]:
    return (
        f"kind={report.source_kind}",
        f"told as={report.kind}",
        f"said={report.said}",
        f"carried={report.carried}",
        f"anaphoric={report.anaphoric}",
    )


def _participants(document: Document) -> Iterator[Argument]:
    for mention in find_actors(document):
        tags = (f"kind={mention.kind}", f"role={mention.role}", f"actor={mention.actor}", f"country={mention.country}")
        yield participant(document, mention.span, tags, "actor lexicon")


def participant(document: Document, span: Span, tags: tuple[str, ...], method: str) -> Argument:
    """A phrase that may be an actor or a target, with what it is called."""
    quote, named = span.of(document.text), name_of(document, span)
    is_new = named.registry_id is not None and is_provisional(named.registry_id)
    value = ActorRef(
        quote=quote,
        span=span,
        confidence=PARTICIPANT_CONFIDENCE,
        method=f"{method}, {PROVISIONAL}" if is_new else method,
        name=named.name or quote,
        registry_id=named.registry_id,
        actor_type=named.actor_type,
    )
    return Argument(span, "participant", named.registry_id or quote, tags, value)
