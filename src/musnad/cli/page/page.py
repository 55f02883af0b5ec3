"""The page itself: readings laid out by the template, with the style sheet and the script within it."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from musnad.cli.page.groups import Groups
from musnad.cli.page.marks import KINDS, exactly
from musnad.cli.page.timeline import timeline
from musnad.cli.page.words import Words
from musnad.cli.terminal import harmless
from musnad.codebook import Language
from musnad.schema import Reading
from musnad.version import READER_VERSION


class _Entry(NamedTuple):
    """An article in the list at the top."""

    id: str
    title: str
    outlet: str
    published: str | None
    language: str
    events: int


class Page:
    """Collects readings and lays them out as one page in one language."""

    def __init__(self, language: Language) -> None:
        self.words = Words(language)
        self.entries: list[_Entry] = []
        self.articles: list[Markup] = []
        self.readers: dict[str, None] = {}

    def add(self, reading: Reading) -> None:
        """Lay out one article; nothing of the reading is kept but its part of the page."""
        prefix = f"a{len(self.articles) + 1}"
        title = reading.title or reading.id
        entry = _Entry(prefix, title, reading.outlet, reading.published, reading.language, len(reading.events))
        groups = Groups(reading, prefix, self.words)
        line = timeline(groups.events, self.words.direction)
        parts = {"article": reading, "entry": entry, "groups": groups, "timeline": line, "link": _web_address(reading)}
        self.entries.append(entry)
        self.readers.setdefault(reading.reader or READER_VERSION)
        self.articles.append(Markup(_template("article.html.jinja").render(parts, words=self.words)))

    def html(self) -> str:
        """The whole page."""
        return _template("page.html.jinja").render(
            words=self.words,
            entries=self.entries,
            articles=self.articles,
            events=sum(entry.events for entry in self.entries),
            kinds=KINDS,
            reader=", ".join(self.readers or [READER_VERSION]),
            style=_asset("page.css"),
            script=_asset("page.js"),
        )


def _web_address(reading: Reading) -> str | None:
    """The address of the article, where following it only opens a web page."""
    try:
        scheme = urlsplit(reading.url or "").scheme
    except ValueError:
        return None
    return reading.url if scheme in ("http", "https") else None


class _Asset(NamedTuple):
    """What stands within the page, and its digest, by which the page's policy lets it in."""

    text: Markup
    digest: str


@cache
def _asset(name: str) -> _Asset:
    text = files("musnad.cli.page").joinpath(name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return _Asset(Markup(text), f"sha256-{digest}")


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("musnad.cli.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit,
    )
    environment.filters["exactly"] = exactly
    return environment.get_template(name)


def _fit(value: Any) -> Any:
    """What the template writes, without characters that turn their neighbours around or that HTML cannot hold."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value
