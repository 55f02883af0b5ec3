"""What a fetch may cost, and where it may go: limits that hold for every address of a run."""

import msgspec

from musnad.version import __version__

REFUSED_TYPES = ("image/", "video/", "audio/", "font/", "application/zip", "application/x-rar", "application/vnd.")
"""Media types that hold no article and name none; they are refused before their body is read."""


class Policy(msgspec.Struct, kw_only=True, frozen=True):
    """Limits and manners. Times are in seconds, sizes in bytes.

    `allow_hosts`: names (or `name:port`) that may be fetched from although they are local or their port unusual.
    `contact`: an address of the operator, shown in the User-Agent. `delay`: the least time between the starts of two
    requests to one host, `delays` another one for some hosts by name; a robots.txt may ask for more, up to
    `max_crawl_delay`. `per_host`: requests to one host at a time. `max_bytes`: a body after its content coding is
    undone; `max_wire_bytes`: before. `total`: a whole answer, however slowly it comes. `attempts`: tries of an
    address in one run, between which it waits `backoff` seconds, twice as long each time, with a random part.
    `max_wait`: the longest Retry-After that is waited for.
    """

    allow_hosts: frozenset[str] = frozenset()
    proxy: str | None = None
    contact: str = ""
    delay: float = 2.0
    delays: dict[str, float] = {}
    per_host: int = 1
    max_bytes: int = 20_000_000
    max_wire_bytes: int = 10_000_000
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    max_redirects: int = 5
    attempts: int = 3
    backoff: float = 2.0
    max_wait: float = 30.0
    robots: bool = True
    max_crawl_delay: float = 60.0

    @property
    def user_agent(self) -> str:
        """Who asks: the tool, its version, and how to reach whoever runs it."""
        contact = "".join(char for char in self.contact if char.isascii() and char.isprintable())
        return f"Musnad/{__version__}" + (f" (+{contact})" if contact else "")
