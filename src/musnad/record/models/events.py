"""Events as the record shows them, and the actors and places that they name."""

from django.db import models

from musnad.record.models.fields import Document, PublicId


class Event(models.Model):
    """A real-world event: the claims grouped under it, the values chosen from them, and what editors decided.

    `document` is the JSON of `musnad.merge.values.EventValues`; the columns beside it repeat what is searched by.
    `pins` (JSON) are the values that an editor set, by field. `merged_into` is where the id leads since a merge.
    `stale` says that the claims changed after a person last looked. Degrees are WGS 84; killed is the best figure;
    `weapons` are codes between bars (`|drone|rocket|`).
    `withholding` (JSON) holds the rules of this event alone.
    """

    id = PublicId(primary_key=True)
    number = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=16, default="machine", db_index=True)
    stale = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    pins = Document(default="{}")
    withholding = Document(default="[]")
    document = Document(default="")
    sub_event_type = models.CharField(max_length=64, blank=True, default="")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    country = models.CharField(max_length=2, blank=True, default="")
    place = models.ForeignKey("Place", models.PROTECT, null=True, related_name="events")
    place_name = models.TextField(blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    killed = models.PositiveIntegerField(null=True)
    weapons = models.TextField(blank=True, default="")
    grade = models.CharField(max_length=16, blank=True, default="")
    reports = models.PositiveIntegerField(default=0)
    reported = models.DateField(null=True)

    objects: models.Manager["Event"]

    class Meta:
        indexes = (
            models.Index(fields=["start", "end"], name="events_by_day"),
            models.Index(fields=["latitude", "longitude"], name="events_by_place"),
            models.Index(fields=["country", "start"], name="events_by_country"),
            models.Index(fields=["sub_event_type", "start"], name="events_by_type"),
        )


class EventWords(models.Model):
    """The folded words of an event's claims, for full-text search (FTS5, or tsvector and trigrams)."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()

    objects: models.Manager["EventWords"]


class Actor(models.Model):
    """Who acts or is hit: `registry_id` of the registry's row, or the provisional id of a group that it lacks."""

    id = PublicId(primary_key=True)
    registry_id = models.TextField(unique=True)
    name = models.TextField()

    objects: models.Manager["Actor"]


class EventActor(models.Model):
    """An actor's part in an event: claimed, blamed, stated or target."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="parts")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="parts")
    part = models.CharField(max_length=8)

    objects: models.Manager["EventActor"]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "actor", "part"), name="one_part_of_an_actor"),)


class Place(models.Model):
    """Where something happened: `registry_id` of the gazetteer's row."""

    id = PublicId(primary_key=True)
    registry_id = models.TextField(unique=True)
    name = models.TextField()
    country = models.CharField(max_length=2, blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    objects: models.Manager["Place"]


class Link(models.Model):
    """That an event is told to answer another one (`retaliation`), or to go on from it (`continuation`)."""

    source = models.ForeignKey(Event, models.CASCADE, related_name="answers")
    target = models.ForeignKey(Event, models.CASCADE, related_name="answered_by")
    kind = models.CharField(max_length=16)
    claims = models.PositiveIntegerField(default=1)

    objects: models.Manager["Link"]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "target", "kind"), name="one_link_of_a_kind"),)
