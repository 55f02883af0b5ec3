"""Outlets, their articles and versions, and what the reader found in each version.

Tables that bulk loads fill have plain numbers as keys, which the writer gives (`musnad.record.rows`).
"""

from django.db import models

from musnad.record.models.fields import Document, PublicId


class Outlet(models.Model):
    """Who publishes; `licence` is `open` where the full text may be shown to everybody."""

    name = models.TextField(unique=True)
    country = models.CharField(max_length=2, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="ar")
    url = models.TextField(blank=True, default="")
    stance = models.TextField(blank=True, default="")
    licence = models.CharField(max_length=16, blank=True, default="")

    objects: models.Manager["Outlet"]


class Article(models.Model):
    """What stands at one address, whatever its versions say; `original` is the article that it is a copy of."""

    id = PublicId(primary_key=True)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles")
    url = models.TextField(blank=True, default="")
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    sample = models.BooleanField(default=False)

    objects: models.Manager["Article"]


class ArticleVersion(models.Model):
    """One version of an article, from 1, never changed; `document` is the JSON of `musnad.schema.Article`.

    `sha256` is that of the text; `published` the outlet's local day.
    """

    id = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.TextField(blank=True, default="")
    published = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    document = Document()
    stored = models.DateTimeField()

    objects: models.Manager["ArticleVersion"]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="one_version_of_a_number"),)


class Reading(models.Model):
    """What one version of the reader found in one version of an article, from 1 for each article.

    `standing` is true of the one whose claims count; `rest` is the JSON of `musnad.schema.Reading` without text, events
    and statements, which stand as claims and statements of their own.
    """

    id = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="readings")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="readings")
    number = models.PositiveIntegerField()
    reader = models.TextField()
    digest = models.CharField(max_length=64)
    standing = models.BooleanField(default=True)
    rest = Document()
    stored = models.DateTimeField()

    objects: models.Manager["Reading"]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="one_reading_of_a_number"),
            models.UniqueConstraint(fields=("article",), condition=models.Q(standing=True), name="one_reading_stands"),
        )


class Statement(models.Model):
    """Who said what; `document` is the JSON of `musnad.schema.Statement`."""

    id = PublicId(primary_key=True)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=32)
    speaker = models.TextField()
    document = Document()

    objects: models.Manager["Statement"]
