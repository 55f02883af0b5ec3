"""The Django app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The record, under the label `record`."""

    name = "musnad.record"
    label = "record"
