"""Columns that several tables have."""

from typing import TYPE_CHECKING, Any

from django.db import models

from musnad.schema.ids import LENGTH

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
    _Text = models.TextField[str, str]
else:
    _Char, _Text = models.CharField, models.TextField


class PublicId(_Char):
    """A public identifier: kind, hyphen, ten digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LENGTH + 3} | options)

    def deconstruct(self) -> Any:
        """As Django writes it in migrations."""
        name, path, positional, options = super().deconstruct()
        options.pop("max_length", None)
        return name, path, positional, options


class Document(_Text):
    """JSON as msgspec writes it: kept as text, so that it comes back byte for byte."""
