"""Every change: who, when, why, from, to, chained."""

from django.db import models


class Revision(models.Model):
    """One act of a person or the machine: what it changed are its changes.

    `chain` (32 bytes) is SHA-256 over the chain before it, the act, and the digests of its reasons and changes
    (`musnad.record.history`). `undone_by` is the revision that took it back.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=24, db_index=True)
    who = models.TextField()
    why = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()
    chain = models.BinaryField()
    undone_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="undoes")

    objects: models.Manager["Revision"]


class Change(models.Model):
    """What a revision did to one field of one thing; `before` and `after` are JSON, null once erased.

    `digest` is SHA-256 over the salt and both values: it stays when they go, so that the chain can still be checked.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    field = models.CharField(max_length=48)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()

    objects: models.Manager["Change"]

    class Meta:
        indexes = (models.Index(fields=["subject", "kind"], name="changes_of_a_subject"),)


class Erasure(models.Model):
    """A tombstone: that personal data was erased from a thing, by which authority; never what it was.

    `spans` (JSON) says which characters of an article's text went, so that an older backup can be made to obey.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="erasures")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    field = models.CharField(max_length=48)
    spans = models.TextField(default="[]")
    authority = models.TextField()
    reason = models.TextField()

    objects: models.Manager["Erasure"]
