"""How well actors are linked to the registry: gold's actor and target quotes, each in its article.

`gold/actor_names.csv` says which identity of the registry a name of gold stands for: a body, or people or a unit of
it, and for a state its government; persons, roles and places have none, and a link given to them is wrong. It was
made from the names in `dev`; names that it lacks, among them two actors in one and things that belong to one (bases,
checkpoints, convoys), are counted and not scored. The baseline takes the longest name of the
registry, guarded ones left out, that stands word for word in the quote.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from musnad.errors import BadInputError
from musnad.evaluate.gold import GOLD, GoldArticle, story
from musnad.evaluate.tables import Interval, bootstrap, markdown
from musnad.evaluate.values import position_of
from musnad.registry.actors import actors
from musnad.registry.matcher import words_of
from musnad.resolve.actors import name_of
from musnad.resolve.provisional import is_provisional
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold

TABLE = GOLD / "actor_names.csv"
NOBODY = ""
SECTION = """## Actors linked to the registry

Each actor and target quote is given to `resolve.actors.name_of` with its article. `gold/actor_names.csv` says which
identity a name of gold stands for; it was made from the names of `dev`, and a name that it lacks is not scored: in
`check` those that `dev` does not have, in both two actors in one and an actor's things. *Right*: the share linked to
the expected identity, of those that have one. *Wrong*: the share linked to another, or linked though there is none, of
all scored; provisional identities are no links. The baseline is the longest name of the registry that stands word for
word in the quote.
"""


class Link(NamedTuple):
    """One actor or target of gold: its article, quote and name, the identity expected and found, and the baseline's."""

    article: str
    quote: str
    name: str
    expected: str
    found: str
    baseline: str


class Share(NamedTuple):
    """A share of links, over how many, with its 95 % interval over stories."""

    share: float
    n: int
    interval: Interval | None


class LinkFigures(NamedTuple):
    """Links right and wrong, the same for the baseline, and how many quotes bear a name that the table lacks."""

    right: Share
    wrong: Share
    baseline_right: Share
    baseline_wrong: Share
    unscored: int


@cache
def identities(path: Path = TABLE) -> dict[str, str]:
    """The registry's id by folded name of gold, empty for none; BadInputError where there is no table."""
    if not path.exists():
        raise BadInputError(f"{path}: the table of gold's actor names is missing; it stands beside gold in a checkout")
    with path.open(encoding="utf-8", newline="") as rows:
        return {fold(row["name"]): row["id"] for row in csv.DictReader(rows)}


def links(articles: Iterable[GoldArticle], table: dict[str, str]) -> Iterator[Link]:
    """The actors and targets whose names the table holds, each linked in its article."""
    for gold in articles:
        document = Document(gold["text"])
        for quote, name, span in _participants(gold):
            if fold(name) in table:
                identifier = name_of(document, span).registry_id or NOBODY
                found = NOBODY if is_provisional(identifier) else identifier
                yield Link(gold["id"], quote, name, table[fold(name)], found, longest_name(quote))


def link_figures(articles: Sequence[GoldArticle], table: dict[str, str] | None = None) -> LinkFigures:
    """The figures of articles; of the right ones only quotes with an identity count, of the wrong ones all scored."""
    table = identities() if table is None else table
    scored = list(links(articles, table))
    known = [link for link in scored if link.expected]
    return LinkFigures(
        right=_share(known, lambda link: link.found == link.expected),
        wrong=_share(scored, lambda link: link.found not in (NOBODY, link.expected)),
        baseline_right=_share(known, lambda link: link.baseline == link.expected),
        baseline_wrong=_share(scored, lambda link: link.baseline not in (NOBODY, link.expected)),
        unscored=sum(fold(name) not in table for gold in articles for _, name, _ in _participants(gold)),
    )


def longest_name(quote: str) -> str:
    """The actor whose name is the longest that stands word for word in a quote; the baseline."""
    words = f" {words_of(quote)} "
    held = (name for name in _plain_names() if f" {name} " in words)
    return _plain_names().get(max(held, key=len, default=NOBODY), NOBODY)


@cache
def _plain_names() -> dict[str, str]:
    return {words_of(name): actor.id for actor in actors() for name in actor.names}


def _participants(gold: GoldArticle) -> Iterator[tuple[str, str, Span]]:
    """Quote, name and place of every actor and target."""
    for event in gold["events"]:
        near = [mention["quote"] for mention in event["mentions"]]
        for item in (*event["actors"], *event["targets"]):
            yield item["quote"], item["name"], position_of(gold["text"], item["quote"], near)


def _share(scored: Sequence[Link], holds: Callable[[Link], bool]) -> Share:
    """The share of links of which something holds."""
    stories: dict[str, list[bool]] = {}
    for link in scored:
        stories.setdefault(story(link.article), []).append(holds(link))
    if not stories:
        return Share(0.0, 0, None)
    told = [one for answers in stories.values() for one in answers]
    interval = bootstrap(list(stories.values()), lambda answers: sum(answers) / len(answers))
    return Share(sum(told) / len(told), len(told), interval)


def text_table(figures: LinkFigures) -> str:
    """The figures as lines."""
    lines = [
        f"{name:<15} {_shown(share)}"
        for name, share in zip(figures._fields, figures, strict=True)
        if isinstance(share, Share)
    ]
    return "\n".join([*lines, f"not scored: {figures.unscored} quotes whose names gold/actor_names.csv lacks"])


def as_json(figures: LinkFigures) -> str:
    """The figures as JSON."""
    told = {name: one._asdict() if isinstance(one, Share) else one for name, one in figures._asdict().items()}
    return json.dumps(told, indent=1)


def links_part(dev: Sequence[GoldArticle], check: Sequence[GoldArticle]) -> str:
    """The section of the accuracy page."""
    ours, theirs = link_figures(dev), link_figures(check)
    names = {
        "right": "right",
        "wrong": "wrong",
        "baseline_right": "right (baseline)",
        "baseline_wrong": "wrong (baseline)",
    }
    rows = [[label, _shown(getattr(ours, name)), _shown(getattr(theirs, name))] for name, label in names.items()]
    rows.append(["not scored", str(ours.unscored), str(theirs.unscored)])
    return "\n".join([SECTION, markdown(["links", "dev", "check"], rows), ""])


def _shown(share: Share) -> str:
    band = f" [{share.interval[0]:.3f}, {share.interval[1]:.3f}]" if share.interval else ""
    return f"{share.share:.3f}{band}, n {share.n}"
