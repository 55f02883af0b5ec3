"""Annotated articles written for training alone, in a plain form that is quick to write, read and compare.

An article of `*.txt` in this folder is a block of lines; `README.md` tells the form. `load()` gives all articles in
the form of `gold/GUIDE.md`, as far as training needs it: names are the quoted words, places have no coordinates.
No figure is ever measured on them.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from musnad.codebook import codebook
from musnad.errors import MusnadError
from musnad.evaluate.gold import GoldArticle

FOLDER = Path(__file__).parent
BEGIN = "=== "
RESPONSIBILITIES = ("claimed", "blamed", "stated", "unknown")
PRECISIONS = ("site", "town", "district", "province", "country")
WEAPONS = tuple(
    "drone|rocket|missile|aircraft|artillery|mortar|ied|mine|car bomb|suicide bomb|small arms|grenade|sniper|naval|"
    "blade|chemical|other".split("|")
)
STATUSES = ("killed", "injured", "missing", "captured", "displaced")
SOURCES = tuple("agency|outlet|official|armed group|monitor|witness|medical|document|unnamed".split("|"))
SPEECH = tuple("claim|accusation|denial|threat|condemnation|demand|announcement|policy|praise|other".split("|"))
MOST_TRIGGER_WORDS, MOST_QUOTE_WORDS = 4, 80
_COUNT = re.compile(r"(\d+)(?:-(\d+))?(\+)?$")


class WrittenError(MusnadError):
    """A line of a written article that does not keep to the form."""


def load(folder: Path = FOLDER) -> list[GoldArticle]:
    """All written articles, by file and order; WrittenError for the first line that is wrong, or an id used twice."""
    articles = [article for path in sorted(folder.glob("*.txt")) for article in parse(path)]
    twice = [name for name, count in Counter(article["id"] for article in articles).items() if count > 1]
    if twice:
        raise WrittenError(f"{folder}: more than one article is called {twice[0]}")
    return articles


def parse(path: Path) -> Iterator[GoldArticle]:
    """The articles of a file."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(BEGIN) and block:
            yield _Article(path, block).article
            block = []
        if line.strip():
            block.append((number, line.strip()))
    if block:
        yield _Article(path, block).article


class _Article:
    """One block of lines."""

    def __init__(self, path: Path, lines: list[tuple[int, str]]) -> None:
        self.path, self.number = path, lines[0][0]
        head = [part.strip() for part in lines[0][1].removeprefix(BEGIN).split("|")]
        if not lines[0][1].startswith(BEGIN) or len(head) != 3:
            raise self._wrong("an article begins with `=== id | YYYY-MM-DD | style`")
        published = self._day(head[1]).isoformat()
        paragraphs: list[str] = []
        marks: list[tuple[int, str]] = []
        for at, (_, line) in enumerate(lines[1:]):
            if line == "---":
                marks = lines[at + 2 :]
                break
            paragraphs.append(line)
        else:
            raise self._wrong("no line `---` after the text")
        if len(paragraphs) < 2:
            raise self._wrong("a title and at least one paragraph are needed")
        self.text = "\n".join(paragraphs[1:])
        self.events: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []
        for number, line in marks:
            self.number = number
            self._mark(line)
        self._finish()
        self.article: GoldArticle = {
            "id": head[0],
            "outlet": head[2],
            "title": paragraphs[0],
            "published": published,
            "text": self.text,
            "events": self.events,
            "statements": self.statements,
        }

    def _wrong(self, message: str) -> WrittenError:
        return WrittenError(f"{self.path.name}:{self.number}: {message}")

    def _day(self, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise self._wrong(f"{text!r} is no date YYYY-MM-DD") from None

    def _quote(self, text: str) -> str:
        if not text or text not in self.text:
            raise self._wrong(f"not in the text: {text!r}")
        return text

    def _one_of(self, value: str, values: tuple[str, ...]) -> str:
        if value not in values:
            raise self._wrong(f"{value!r} is none of {', '.join(values)}")
        return value

    def _mark(self, line: str) -> None:
        letter, _, rest = line.partition(" ")
        parts = [part.strip() for part in rest.split("|")]
        wanted = {"e": 2, "m": 2, "d": 2, "p": 3, "a": 1, "t": 1, "w": 2, "c": 3, "s": 2, "r": 1, "x": 1, "say": 3}
        if letter not in wanted or len(parts) != wanted[letter]:
            raise self._wrong(f"unknown or incomplete line: {line!r}")
        if letter not in ("e", "say") and not self.events:
            raise self._wrong("an event begins with a line `e`")
        getattr(self, f"_{letter}")(*parts)

    def _e(self, kind: str, responsibility: str) -> None:
        event = {"id": f"e{len(self.events) + 1}"}
        event["sub_event_type"] = self._one_of(kind, tuple(codebook().sub_event_types))
        event["responsibility"] = self._one_of(responsibility, RESPONSIBILITIES)
        lists = ("mentions", "places", "actors", "targets", "weapons", "casualties", "sources")
        empty = {"denied": False, "date": None, "response_to": None}
        self.events.append({**event, **empty, **{name: [] for name in lists}})

    def _m(self, quote: str, trigger: str) -> None:
        if trigger not in self._quote(quote):
            raise self._wrong(f"trigger {trigger!r} is not in its clause")
        if len(trigger.split()) > MOST_TRIGGER_WORDS or len(quote.split()) > MOST_QUOTE_WORDS:
            raise self._wrong("a trigger has at most four words, a clause at most eighty")
        self.events[-1]["mentions"].append({"quote": quote, "trigger": trigger})

    def _d(self, quote: str, days: str) -> None:
        start, _, end = days.partition("/")
        found = {"start": self._day(start).isoformat(), "end": self._day(end or start).isoformat()}
        self.events[-1]["date"] = {"quote": self._quote(quote), **found}

    def _p(self, quote: str, precision: str, country: str) -> None:
        self._one_of(precision, PRECISIONS)
        place = {"quote": self._quote(quote), "name": quote, "country": country, "precision": precision}
        self.events[-1]["places"].append(place)

    def _a(self, quote: str) -> None:
        self.events[-1]["actors"].append({"quote": self._quote(quote), "name": quote})

    def _t(self, quote: str) -> None:
        self.events[-1]["targets"].append({"quote": self._quote(quote), "name": quote})

    def _w(self, quote: str, kind: str) -> None:
        self.events[-1]["weapons"].append({"quote": self._quote(quote), "kind": self._one_of(kind, WEAPONS)})

    def _c(self, quote: str, status: str, count: str) -> None:
        held = _COUNT.match(count)
        if not held:
            raise self._wrong(f"{count!r} is no count like 3, 36-44 or 40+")
        low = int(held[1])
        high = None if held[3] else int(held[2] or low)
        toll = {"quote": self._quote(quote), "status": self._one_of(status, STATUSES), "min": low, "max": high}
        self.events[-1]["casualties"].append({**toll, "who": None, "said_by": None})

    def _s(self, quote: str, kind: str) -> None:
        source = {"quote": self._quote(quote), "name": quote, "kind": self._one_of(kind, SOURCES)}
        self.events[-1]["sources"].append(source)

    def _r(self, answered: str) -> None:
        self.events[-1]["response_to"] = answered

    def _x(self, word: str) -> None:
        self.events[-1]["denied"] = self._one_of(word, ("denied",)) == "denied"

    def _say(self, quote: str, speaker: str, kind: str) -> None:
        who = {"quote": self._quote(speaker), "name": speaker}
        said = {"quote": self._quote(quote), "speaker": who, "role": None, "via": None, "date": None}
        self.statements.append({**said, "kind": self._one_of(kind, SPEECH)})

    def _finish(self) -> None:
        names = {event["id"] for event in self.events}
        for event in self.events:
            if not event["mentions"]:
                raise self._wrong(f"{event['id']} has no mention (line `m`)")
            if event["response_to"] not in names | {None}:
                raise self._wrong(f"{event['id']} answers {event['response_to']}, which is not there")
