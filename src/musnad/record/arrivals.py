"""Articles and their readings come into the record: versions, claims and statements, then the grouping.

What stands there already is left alone, so that a run that was stopped can simply be made again.
"""

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from musnad import schema
from musnad.record import history, rows
from musnad.record.database import writing
from musnad.record.drawing import FIRST, Arrival, Drawn, article_id, as_text, draw
from musnad.record.grouping import regroup
from musnad.record.history import Author, Field
from musnad.record.models import Article, ArticleVersion, Block, Claim, Outlet, Reading, Statement
from musnad.version import READER_VERSION, __version__

_json = msgspec.json.Encoder(order="deterministic").encode
NO_OUTLET = "?"
_CLAIM = ("number", "name", "article_id", "reading_id", "first_event", "answers_id", "standing", "document", "sketch")


class Added(msgspec.Struct, kw_only=True):
    """What a call brought in: numbers of articles, of versions, of readings and of claims that are new."""

    articles: int = 0
    versions: int = 0
    readings: int = 0
    claims: int = 0


def machine(why: str = "") -> Author:
    """The machine, with its version, as the author of a change."""
    return Author(f"musnad {__version__}", why)


def add(arrivals: Sequence[Arrival], author: Author | None = None) -> Added:
    """Bring articles in and group their claims, in one transaction."""
    with writing():
        loaded = _Load(arrivals)
        told = loaded.fields + regroup(loaded.arrived, loaded.removed)
        if told:
            history.record("read", author or machine(), told)
    return loaded.added


def load(
    arrivals: Sequence[Arrival], author: Author | None = None, drawn: Sequence[list[Drawn]] | None = None
) -> Added:
    """Bring articles in and let their claims wait (`musnad.record.grouping.group_waiting`), in one transaction.

    `drawn` are the claims of each arrival where they were drawn beforehand (`musnad.record.bulk`).
    """
    with writing():
        loaded = _Load(arrivals, drawn)
        if loaded.fields:
            history.record("load", author or machine(), loaded.fields)
    return loaded.added


class _Load:
    """One batch: what stands there already is looked up once, what is new is written a table at a time."""

    def __init__(self, arrivals: Sequence[Arrival], drawn: Sequence[list[Drawn]] | None = None) -> None:
        self.added, self.fields = Added(), list[Field]()
        self.arrived, self.removed = list[int](), list[int]()
        self._now = dt.datetime.now(dt.UTC)
        self._by_id = {article_id(one.article): one for one in arrivals}
        self._drawn = dict(zip((article_id(one.article) for one in arrivals), drawn or (), strict=False))
        self._outlets = _outlets({one.article.outlet or NO_OUTLET: one.article for one in arrivals})
        self._load_articles()
        versions = self._load_versions()
        self._load_readings(versions)

    def _load_articles(self) -> None:
        known = _known(self._by_id)
        originals = {one.original for one in self._by_id.values() if one.original}
        standing = known | self._by_id.keys() | _known(originals)
        new = [self._article(key, one, standing) for key, one in self._by_id.items() if key not in known]
        rows.write(Article, new)
        self.added.articles = len(new)

    def _article(self, key: str, one: Arrival, standing: set[str]) -> Article:
        return Article(
            id=key,
            outlet_id=self._outlets[one.article.outlet or NO_OUTLET],
            url=one.article.url or "",
            original_id=one.original if one.original in standing else None,
            sample=one.sample,
        )

    def _load_versions(self) -> dict[str, ArticleVersion]:
        latest = _latest_versions(self._by_id)
        numbers = itertools.count(rows.next_number(ArticleVersion))
        new = []
        for key, one in self._by_id.items():
            document = as_text(one.article)
            if key not in latest or _says(latest[key].document) != _says(document):
                number = latest[key].number + 1 if key in latest else 1
                latest[key] = _version(next(numbers), key, number, one.article, document, self._now)
                new.append(latest[key])
                self.fields.append(Field("article", key, "version", number - 1 or None, [number, latest[key].sha256]))
        rows.write(ArticleVersion, new)
        self.added.versions = len(new)
        return latest

    def _load_readings(self, versions: dict[str, ArticleVersion]) -> None:
        latest = _latest_readings(self._by_id)
        numbers, new = itertools.count(rows.next_number(Reading)), []
        for key, one in self._by_id.items():
            digest = hashlib.sha256(_json(one.reading)).hexdigest()
            before = latest.get(key)
            if before is None or _is_superseded(before, versions[key], digest):
                new.append((self._reading(next(numbers), versions[key], before, one.reading, digest), one))
        self._replace([latest[row.article_id] for row, _ in new if row.article_id in latest])
        rows.write(Reading, [row for row, _ in new])
        self.added.readings = len(new)
        self._load_claims(new)
        self._load_statements(new)

    def _reading(
        self, key: int, version: ArticleVersion, before: Reading | None, found: schema.Reading, digest: str
    ) -> Reading:
        number = before.number + 1 if before else 1
        told = [number, found.reader, digest]
        self.fields.append(Field("article", version.article_id, "reading", before.number if before else None, told))
        return Reading(
            id=key,
            article_id=version.article_id,
            version_id=version.id,
            number=number,
            reader=found.reader,
            digest=digest,
            rest=as_text(msgspec.structs.replace(found, text="", events=[], statements=[])),
            stored=self._now,
        )

    def _replace(self, readings: list[Reading]) -> None:
        """Readings that no longer stand, and their claims with them."""
        ids = [reading.id for reading in readings]
        for some in rows.batches(ids):
            Reading.objects.filter(id__in=some).update(standing=False)
            claims = Claim.objects.filter(reading__in=some, standing=True)
            self.removed += list(claims.values_list("number", flat=True))
            claims.update(standing=False)

    def _load_claims(self, readings: list[tuple[Reading, Arrival]]) -> None:
        numbers = itertools.count(rows.next_number(Claim))
        claims, blocks = list[tuple[Any, ...]](), list[tuple[int, int]]()
        for reading, one in readings:
            drawn = self._drawn.get(reading.article_id) if reading.number == FIRST else None
            drawn = draw(one, reading.number) if drawn is None else drawn
            mine = dict(zip((told.event for told in drawn), numbers, strict=False))
            for told in drawn:
                number, answers = mine[told.event], mine.get(told.answers)
                row = (reading.article_id, reading.id, "", answers, True, told.document, told.sketch)
                claims.append((number, told.name, *row))
                blocks += [(key, number) for key in told.keys]
        rows.write_tuples(Claim, _CLAIM, claims)
        rows.write_tuples(Block, ("key", "claim_id"), blocks)
        self.arrived = [claim[0] for claim in claims]
        self.added.claims = len(claims)

    def _load_statements(self, readings: list[tuple[Reading, Arrival]]) -> None:
        told = [(reading, at, said) for reading, one in readings for at, said in enumerate(one.reading.statements)]
        names = [f"{reading.article_id}#{reading.number}.{at}" for reading, at, _ in told]
        new = [
            Statement(id=key, reading_id=reading.id, kind=said.kind, speaker=said.speaker.name, document=as_text(said))
            for key, (reading, _, said) in zip(rows.new_ids(Statement, "st", names), told, strict=True)
        ]
        rows.write(Statement, new)


def _version(
    key: int, article: str, number: int, published: schema.Article, document: str, now: dt.datetime
) -> ArticleVersion:
    return ArticleVersion(
        id=key,
        article_id=article,
        number=number,
        title=published.title,
        published=published.published_on,
        sha256=published.sha256,
        document=document,
        stored=published.fetched or now,
    )


def _says(document: str) -> tuple[object, ...]:
    """What makes another version of an article: not when or how it was fetched."""
    held = msgspec.json.decode(document)
    return held["sha256"], held.get("title"), held.get("published"), held.get("updated"), held.get("corrections")


def _outlets(named: dict[str, schema.Article]) -> dict[str, int]:
    found = dict(Outlet.objects.filter(name__in=named).values_list("name", "id"))
    new = [
        Outlet(name=name, country=article.country or "", language=article.language)
        for name, article in named.items()
        if name not in found
    ]
    return found | {row.name: row.id for row in Outlet.objects.bulk_create(new)}


def _known(wanted: Iterable[str]) -> set[str]:
    """The articles that stand in the record."""
    some = rows.batches(wanted)
    return {key for ids in some for key in Article.objects.filter(id__in=ids).values_list("id", flat=True)}


def _latest_readings(articles: Iterable[str]) -> dict[str, Reading]:
    """The last reading of each article."""
    some = rows.batches(articles)
    found = (row for ids in some for row in Reading.objects.filter(article__in=ids).order_by("number"))
    return {row.article_id: row for row in found}


def _is_superseded(reading: Reading, version: ArticleVersion, digest: str) -> bool:
    """Whether a reading says something else; an article that an editor retracted stays so, whatever is read in it."""
    return reading.standing and (reading.version_id, reading.digest) != (version.id, digest)


def _latest_versions(articles: Iterable[str]) -> dict[str, ArticleVersion]:
    found = dict[str, ArticleVersion]()
    for names in rows.batches(articles):
        for row in ArticleVersion.objects.filter(article__in=names).order_by("number"):
            found[row.article_id] = row
    return found


def is_read(article: schema.Article) -> bool:
    """Whether what an article says was read by this reader already."""
    key = article_id(article)
    latest = _latest_versions([key]).get(key)
    if latest is None or _says(latest.document) != _says(as_text(article)):
        return False
    return Reading.objects.filter(version=latest, reader__contains=READER_VERSION).exists()


class Originals:
    """Of each family of copies the article that came into the record first: the others are copies of it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, key: str, family: Iterable[str]) -> str | None:
        """The article that `key`, which comes in now, is a copy of; None where it is the first of its family."""
        others = [one for one in family if one != key]
        if others:
            standing = Article.objects.filter(id__in=others).values_list("id", "original_id")
            self._known.update({one: original or one for one, original in standing})
        root = min((self._known[one] for one in others if one in self._known), default=None)
        self._known[key] = root or key
        return root
