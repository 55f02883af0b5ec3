"""Claims, and what grouping them needs: block keys, edges, editors' links.

Keys and edges can be made anew from the claims; the database does not check where they lead, which would take most of
the time of a bulk load. `musnad db check` does.
"""

from django.db import models

from musnad.record.models.articles import Article, Reading
from musnad.record.models.events import Event
from musnad.record.models.fields import Document


class Claim(models.Model):
    """One article's account of an event; `name` is the public id of `musnad.merge.Claim`.

    `document` is the JSON of `musnad.schema.Event`: every value with its span. `sketch` is what comparing needs
    (msgpack). `component` is the smallest number among the claims that it hangs together with by edges. `event` is
    null while the claim waits to be grouped, and where it does not stand. `first_event` is the event under which it
    first stood. `answers` is the claim of the same reading that it is told to answer.
    """

    number = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="claims")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="claims")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="claims")
    first_event = models.CharField(max_length=13, blank=True, default="")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    standing = models.BooleanField(default=True)
    component = models.BigIntegerField(null=True, db_index=True)
    document = Document()
    sketch = models.BinaryField()

    objects: models.Manager["Claim"]

    class Meta:
        indexes = (
            models.Index(
                fields=["number"],
                condition=models.Q(standing=True, component=None) | models.Q(standing=False, component__isnull=False),
                name="claims_waiting",
            ),
        )


class Block(models.Model):
    """A key of a claim: claims that could be one event share at least one (`musnad.merge.blocking`)."""

    pk = models.CompositePrimaryKey("key", "claim_id")
    key = models.BigIntegerField()
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="blocks", db_constraint=False)

    objects: models.Manager["Block"]


class Edge(models.Model):
    """Two claims that may be one event, the smaller number first, and how surely (log-odds)."""

    pk = models.CompositePrimaryKey("low_id", "high_id")
    low = models.ForeignKey(Claim, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    high = models.ForeignKey(Claim, models.CASCADE, related_name="+", db_constraint=False)
    score = models.FloatField()

    objects: models.Manager["Edge"]


class EditorLink(models.Model):
    """What an editor decided of two claims, the smaller name first: that they are one event, or that they are not."""

    low = models.ForeignKey(Claim, models.PROTECT, related_name="+", db_index=True)
    high = models.ForeignKey(Claim, models.PROTECT, related_name="+", db_index=True)
    same = models.BooleanField()

    objects: models.Manager["EditorLink"]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("low", "high"), name="one_decision_of_two"),)
