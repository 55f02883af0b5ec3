"""The exceptions that Musnad raises on purpose."""


class MusnadError(Exception):
    """The root: catch it to catch all of them."""


class BadInputError(MusnadError):
    """An input that holds no article that can be read; `line` (from 1) and `field` say where, if known."""

    def __init__(self, message: str, *, line: int | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.field = field
