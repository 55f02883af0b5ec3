"""Statements and sources of an article, from its reports.

A statement is a speech act worth reporting: a report by a verb of saying or a colon. A source that the text only
names (`بحسب`) makes no statement, but is a source of the events told beside it.
"""

from musnad.extract.attribution import Report, find_reports
from musnad.extract.reporting_verbs import word_set
from musnad.schema import SourceRef, Speaker, Statement
from musnad.text.document import Document
from musnad.text.normalise import fold

METHOD = "attribution rules"
MIN_QUOTE = 6
"""Characters: a shorter content says nothing."""
KIND_WITHIN = 5
"""Words from the beginning of what is reported that tell what it is."""
_CLAIMING_KINDS = frozenset({"armed group", "unnamed", "witness"})


def find_statements(document: Document) -> list[Statement]:
    """The statements of a text, in order of their words."""
    reports = sorted(find_reports(document), key=lambda report: (report.content.start, report.verb.start))
    said = (report for report in reports if report.said and report.content.end - report.content.start >= MIN_QUOTE)
    return [_statement(document.text, report) for report in said]


def _statement(text: str, report: Report) -> Statement:
    confidence = 0.5 if report.carried else 0.7
    return Statement(
        quote=report.content.of(text),
        span=report.content,
        confidence=confidence,
        method=METHOD,
        speaker=Speaker(
            quote=report.speaker.of(text),
            span=report.speaker,
            confidence=confidence,
            method=METHOD,
            name=report.speaker.of(text),
        ),
        kind=report.kind or _kind(text, report),
        role=report.role.of(text) if report.role else None,
        role_span=report.role,
        via=report.via.of(text) if report.via else None,
        via_span=report.via,
    )


def _kind(text: str, report: Report) -> str:
    """What a report says whose verb leaves it open, by the words that it begins with, else by who says it."""
    words = fold(report.content.of(text)).split()[:KIND_WITHIN]
    if not word_set("threatening").isdisjoint(words):
        return "threat"
    if not word_set("refusing").isdisjoint(words):
        return "policy"
    if report.anaphoric and not word_set("denying").isdisjoint(words[1:]):
        return "denial"
    claims = report.source_kind in _CLAIMING_KINDS or fold(report.verb.of(text)).lstrip("وف") in word_set("claiming")
    return "claim" if claims else "announcement"


def source_of(text: str, report: Report) -> SourceRef:
    """The source of a report as a value."""
    quote = report.source.of(text)
    confidence = 0.5 if report.carried else 0.7
    return SourceRef(
        quote=quote, span=report.source, confidence=confidence, method=METHOD, name=quote, kind=report.source_kind
    )
