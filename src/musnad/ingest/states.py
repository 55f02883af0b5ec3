"""What can become of an address: the states of the ledger."""

from enum import StrEnum


class State(StrEnum):
    """What happened to an address that a source named; the ledger adds the reason in words."""

    STORED = "stored"
    """Its article is kept: the first version, or a new one."""
    UNCHANGED = "unchanged"
    """It was looked at again and says what it said."""
    ROBOTS = "refused by robots"
    """The host's robots.txt asks not to fetch it."""
    UNSAFE = "refused as unsafe"
    """Its address is none that Musnad goes to: another scheme, a private network, credentials in it."""
    NOT_ARABIC = "not Arabic"
    NO_TEXT = "no text found"
    LISTED = "gone through"
    """A feed or sitemap whose addresses were taken; its own validators serve the next run."""
    LATER = "asked to come later"
    """The host is busy (429, 503) for longer than a run waits; it is tried in the next run."""
    FAILED = "failed"
    """Anything else: the reason says what."""


FINAL = frozenset({State.STORED, State.UNCHANGED, State.NOT_ARABIC, State.NO_TEXT})
"""What is not tried again by a later run, unless it is asked to look again."""
BAD = frozenset({State.ROBOTS, State.UNSAFE, State.NOT_ARABIC, State.NO_TEXT, State.LATER, State.FAILED})
"""What makes the exit status 1."""
