"""Who says what: reports, each with its source, its words of saying and what it reports.

Rules over tokens. A report is opened by a verb or participle of saying, by a word such as `بحسب`, or by a colon
after a source. A speaker who is not named again is carried over from the report before.
"""

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from musnad.extract.communique import issuer_of
from musnad.extract.reported_words import COMMAS, MAX_TO_CONTENT, ReportedWords
from musnad.extract.reporting_verbs import RECORDS, REPORTS, Saying, saying, word_set
from musnad.extract.source_phrases import SourcePhrase, is_metonym, ranks, source_phrase
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.segment import Segment

MAX_COLON = 14
"""Tokens of a source before a colon."""

_QUOTED_WITH_VERB = frozenset({"denial", "accusation", "demand", "condemnation", "praise", "claim", "policy"})
_OWN_WORDS = ("سن", "لن")
_JUDGEMENTS = frozenset({"condemnation", "praise"})
_ACCUSATIVE = ("يين", "ييين")
_PLURAL_OBJECT = "ين"
_FEMININE = ("ه", "ات")
_EDGES = frozenset("،,؛;.:-!؟?|۔")


class Report(NamedTuple):
    """One source reporting one thing.

    `source` is the whole phrase, title and name; `speaker` the name alone where there is one; `role` the title.
    `said` is false where the text only names its source (`بحسب`); `content` may hold the verb, where that is part
    of what is told (`نفى وقوع إصابات`), and `kind` is None where the verb leaves it to what is reported. An
    `anaphoric` one takes up what was just told (`إن الهجوم`, `إنها`); one `carried` names no speaker again.
    """

    source: Span
    source_kind: str
    speaker: Span
    role: Span | None
    via: Span | None
    verb: Span
    content: Span
    kind: str | None
    said: bool
    carried: bool
    anaphoric: bool


class _Source(NamedTuple):
    whole: Span
    kind: str
    speaker: Span
    role: Span | None
    head: str
    via: Span | None = None
    agreement: str = ""


_CACHE: "WeakKeyDictionary[Document, list[Report]]" = WeakKeyDictionary()


def find_reports(document: Document) -> list[Report]:
    """Every report of a text, in the order of their words of saying."""
    if document not in _CACHE:
        _CACHE[document] = _find_reports(document)
    return _CACHE[document]


def _find_reports(document: Document) -> list[Report]:
    issuer = issuer_of(document)
    speakers = [] if issuer is None else [_Source(issuer[0], issuer[1], issuer[0], None, "")]
    reports: list[Report] = []
    for segment in document.segments:
        if segment.kind == "furniture":
            continue
        found = _SegmentReader(document, segment, speakers).read()
        if issuer is not None and not found and segment.kind != "heading":
            found = [_own_account(document.text, segment, *issuer)]
        reports += found
    return reports


def _own_account(text: str, segment: Segment, issuer: Span, kind: str) -> Report:
    """What the issuer of a communiqué tells in a sentence of its own."""
    told = Span(segment.body.start, segment.body.start + len(segment.body.of(text).rstrip(".!؟ ")))
    start = Span(told.start, told.start)
    return Report(issuer, kind, issuer, None, None, start, told, "claim", True, True, False)


class _SegmentReader(ReportedWords):
    """Reads the reports of one segment; `speakers` are those of the text so far, the last one last."""

    def __init__(self, document: Document, segment: Segment, speakers: list[_Source]) -> None:
        super().__init__(document.tokens_in(segment.body))
        self.speakers = speakers
        self.before = len(speakers)
        self.subject: _Source | None = None

    def read(self) -> list[Report]:
        reports = list(self._colon())
        at = (reports and self._colon_end) or 0
        while at < len(self.words):
            reports += self._at(at)
            at += 1
        return reports

    def _at(self, at: int) -> list[Report]:
        if self._is_attribution(at):
            return list(self._attribution(at))
        verb = saying(self.words[at])
        if verb is None or self._inside_quotation(at):
            return []
        return list(self._participle(at, verb) if verb.participle else self._finite(at, verb))

    # What opens a report

    def _colon(self) -> Iterator[Report]:
        """A source, a colon, and its words."""
        colon = next((i for i, word in enumerate(self.words[:MAX_COLON]) if word == ":"), 0)
        self._colon_end = colon + 1
        start = next((i + 1 for i in range(colon - 1, -1, -1) if self.words[i] in ("|", "⬅")), 0)
        if not colon or colon + 2 >= len(self.words):
            return
        phrase = source_phrase(self.tokens, start, colon)
        if (
            phrase is None
            or phrase.start != start
            or self._left_over(phrase.end, colon)
            or not self._is_speaker(phrase, colon)
        ):
            return
        source = self._source(phrase, "")
        self._introduce(source)
        end = self._content_end(colon + 1)
        yield self._report(source, colon, colon + 1, end, None, said=True)

    def _is_speaker(self, phrase: SourcePhrase, colon: int) -> bool:
        """Whether a source speaks after a colon; a country may also head what happened there."""
        if phrase.head or self.words[phrase.start] == '"':
            return True
        said = self.words[colon + 1]
        return is_metonym(self.words[phrase.start : phrase.end]) and (said == '"' or said.startswith(_OWN_WORDS))

    def _left_over(self, start: int, end: int) -> bool:
        """Whether words stand between a source and its colon other than where or to whom it spoke."""
        rest = self.words[start:end]
        return bool(rest) and rest[0] not in word_set("venue_openers")

    def _finite(self, at: int, verb: Saying) -> Iterator[Report]:
        if at + 1 < len(self.words) and self.words[at + 1] in word_set("anonymity"):
            return
        content = self._content_start(at, verb)
        if verb.ambiguous and content is None and not self._names_source(at + 1, verb):
            return
        limit = min(len(self.words), at + MAX_TO_CONTENT) if content is None else content - self._is_bare(content - 1)
        source, end, carried = self._subject(at, limit, verb, known=content is None)
        if source is None or (content is None and carried and verb.kind == REPORTS):
            return
        source, end = self._spoken_for(at, source, end, limit)
        self._introduce(source)
        yield from self._contents(at, verb, source, content, end, carried)

    def _names_source(self, at: int, verb: Saying) -> bool:
        """Whether a known source stands right after a verb that says something of its own."""
        if verb.kind == REPORTS and self.words[at - 1].removeprefix("و") not in word_set("with_source"):
            return False
        return source_phrase(self.tokens, at, min(len(self.words), at + 6)) is not None

    def _participle(self, at: int, verb: Saying) -> Iterator[Report]:
        content = self._content_start(at, verb)
        after_comma = (at > 0 and self.words[at - 1] in COMMAS) or self._closes_parenthesis(at)
        if content is None and (not after_comma or verb.kind == REPORTS or verb.ambiguous):
            return
        if content is not None and content > at + 8 and not after_comma:
            return
        source = self.subject or (self.speakers[-1] if self.speakers else None)
        if source is not None:
            yield from self._contents(at, verb, source, content, at + 1, carried=True)

    def _attribution(self, at: int) -> Iterator[Report]:
        """`بحسب` and the like: the source follows, what it reports stands before, or after where it opens."""
        start = at + 1
        while start < len(self.words) and self._is_filler(start):
            start += 1
        limit = min(len(self.words), start + MAX_TO_CONTENT)
        phrase = source_phrase(self.tokens, start, limit, any_name=False)
        if phrase is None:
            return
        source = self._source(phrase, "")
        opening = not any(word[0].isalpha() for word in self.words[max(0, at - 1) : at]) and at < 2
        self.subject = self.subject or source
        if opening:
            left = next((i + 1 for i in range(phrase.end, len(self.words)) if self.words[i] in COMMAS), phrase.end)
            right = self._content_end(left)
        else:
            left, right = self._clause_before(at), at
        if left < right:
            yield self._report(source, at, left, right, None, said=False)

    # The parts of a report

    def _contents(
        self, at: int, verb: Saying, source: _Source, content: int | None, subject_end: int, carried: bool
    ) -> Iterator[Report]:
        """The report of a verb, and one more for each `وأن` that goes on with it."""
        whole = verb.kind in _QUOTED_WITH_VERB
        if verb.kind in (REPORTS, RECORDS):
            start = content if content is not None else self._object_start(subject_end)
        else:
            start = at if whole or content is None else content
        end = self._content_end(max(start, subject_end, content or 0))
        kind = None if verb.kind in (REPORTS, RECORDS) else verb.kind
        if start >= end:
            return
        if verb.kind in _JUDGEMENTS and (quoted := self._quotation_in(subject_end, end)):
            start, end = quoted
        yield self._report(
            source,
            at,
            start,
            end,
            kind,
            said=verb.kind != RECORDS,
            carried=carried,
            skip=verb.joined if start == at else 0,
        )
        while end + 1 < len(self.words) and self.words[end] in COMMAS and self.words[end + 1] in word_set("further"):
            start = end + 2
            end = self._content_end(start)
            yield self._report(source, at, start, end, kind, said=True, carried=carried)

    # Who speaks

    def _subject(self, at: int, limit: int, verb: Saying, known: bool) -> tuple[_Source | None, int, bool]:
        """The speaker of a finite verb, the token after the phrase, and whether the speaker was carried over."""
        start = at + 1 + self._object_first(at + 1, limit)
        phrase = source_phrase(self.tokens, start, limit, any_name=not known or verb.kind != REPORTS)
        if phrase is not None and phrase.start < limit and not self._is_object(at, phrase, verb):
            return self._source(phrase, verb.agreement), phrase.via[1] if phrase.via else phrase.end, False
        before = self._phrase_before(at)
        if before is not None:
            return self._source(before, verb.agreement), at + 1, False
        return self._carried(verb), at + 1, True

    def _object_first(self, at: int, limit: int) -> int:
        """One where the event claimed or denied stands before its subject (`تبنت العملية كتيبة …`), else none."""
        if at + 1 >= limit or self.words[at] not in word_set("anaphors"):
            return 0
        phrase = source_phrase(self.tokens, at + 1, limit)
        return int(phrase is not None and phrase.start == at + 1)

    def _is_object(self, at: int, phrase: SourcePhrase, verb: Saying) -> bool:
        """Whether the phrase after a verb is what it acts on, its subject standing before it."""
        first = self.words[phrase.start]
        if first.startswith("ال") and first.endswith(_PLURAL_OBJECT):
            return True
        if first.endswith(_ACCUSATIVE) or (not phrase.head and verb.kind != REPORTS and first.endswith(_FEMININE)):
            return True
        before = self._phrase_before(at)
        return before is not None and (bool(before.head) or phrase.head == "")

    def _phrase_before(self, at: int) -> SourcePhrase | None:
        """The source phrase that ends right before a verb, in the same clause."""
        end = at
        while end > 0 and self.words[end - 1] in word_set("between"):
            end -= 1
        for start in range(max(0, end - 12), end):
            if start and not self._may_start(start):
                continue
            skip = 1 if self.words[start] in word_set("before_subject") else 0
            phrase = source_phrase(self.tokens, start + skip, end)
            if phrase is not None and phrase.end == end and phrase.start <= start + skip + 1:
                return phrase
        return None

    def _may_start(self, at: int) -> bool:
        before = self.words[at - 1]
        return (
            before in _EDGES
            or before in word_set("connectors")
            or before in word_set("before_subject")
            or before == '"'
        )

    def _carried(self, verb: Saying) -> _Source | None:
        """The last speaker that agrees with the verb, else the last one."""
        for source in reversed(self.speakers[-4:]):
            if source.agreement in ("", verb.agreement):
                return source
        return self.speakers[-1] if self.speakers else None

    def _spoken_for(self, at: int, source: _Source, end: int, limit: int) -> tuple[_Source, int]:
        """The one whom an outlet quotes (`نقلت رويترز عن مسؤول`), or who speaks for the subject (`على لسان`)."""
        for i in range(end, min(limit, end + 8)):
            word = self.words[i]
            by_tongue = word in word_set("tongue")
            quoting = self._quotes(at, i) and source.kind in ("agency", "outlet")
            if not (by_tongue or quoting):
                continue
            phrase = source_phrase(self.tokens, i + 1, limit, any_name=quoting)
            if phrase is not None:
                via = source.whole if quoting else None
                return self._source(phrase, "")._replace(via=via), phrase.end
        return source, end

    def _quotes(self, verb: int, at: int) -> bool:
        """Whether a verb and a preposition after it together quote someone else."""
        return self.words[verb].lstrip("وف") in word_set("quoting") and self.words[at] in word_set("quoted_from")

    def _source(self, phrase: SourcePhrase, agreement: str) -> _Source:
        whole = self._span(phrase.start, phrase.end)
        whole = Span(whole.start + phrase.joined, whole.end)
        apposed = self._apposed_name(phrase) if phrase.name is None else None
        if apposed is not None:
            title = self._span(phrase.start, phrase.end)
            return _Source(Span(whole.start, apposed.end), phrase.kind, apposed, title, phrase.head, None, agreement)
        named = phrase.name is not None and phrase.name > phrase.start
        speaker = self._span(phrase.name or 0, phrase.end) if named else whole
        role = self._span(phrase.start, phrase.name or 0) if named else None
        via = self._span(*phrase.via) if phrase.via else None
        source = _Source(whole, phrase.kind, speaker, role, phrase.head, via, agreement)
        return source if named else self._named_before(source, phrase)

    def _apposed_name(self, phrase: SourcePhrase) -> Span | None:
        """The name between commas after a title: `مدير المستشفى، فلان الفلاني، إن`."""
        at = phrase.end
        if not phrase.titled or at + 2 >= len(self.words) or self.words[at] not in COMMAS:
            return None
        name = source_phrase(self.tokens, at + 1, min(len(self.words), at + 6), any_name=True)
        if name is None or name.start != at + 1 or not 1 < name.end - name.start < 6:
            return None
        if name.head and (name.name is None or self.words[name.start] not in ranks()):
            return None
        closed = name.end < len(self.words) and (
            self.words[name.end] in COMMAS or self.words[name.end] in word_set("complementisers")
        )
        return self._span(name.start, name.end) if closed else None

    def _named_before(self, source: _Source, phrase: SourcePhrase) -> _Source:
        """The named speaker whom a lone title with the article (`المتحدث`) takes up."""
        if phrase.end - phrase.start > 1 or not self.words[phrase.start].startswith("ال"):
            return source
        if source.kind == "document" and self.speakers:
            issuer = next((earlier for earlier in reversed(self.speakers) if earlier.kind != "document"), source)
            return issuer._replace(agreement=source.agreement, via=source.via)
        for earlier in reversed(self.speakers):
            if earlier.head == source.head and earlier.whole != earlier.speaker:
                return earlier._replace(agreement=source.agreement, via=source.via)
        return source

    def _introduce(self, source: _Source) -> None:
        self.subject = source
        if not self.speakers or self.speakers[-1].whole != source.whole:
            self.speakers.append(source)

    # Helpers

    def _report(
        self,
        source: _Source,
        verb: int,
        start: int,
        end: int,
        kind: str | None,
        *,
        said: bool,
        carried: bool = False,
        skip: int = 0,
    ) -> Report:
        while end > start + 1 and self.words[end - 1] in _EDGES:
            end -= 1
        content = self._span(start, end)
        if self.quoted.get(start) == end - 1 and end - start > 2:
            content = self._span(start + 1, end - 1)
        content = Span(content.start + skip, content.end)
        return Report(
            source.whole,
            source.kind,
            source.speaker,
            source.role,
            source.via,
            self.tokens[verb].span,
            content,
            kind,
            said,
            carried,
            self._is_anaphoric(start, end),
        )
