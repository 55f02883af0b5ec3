"""How well copies of one report are told from other reports: invented edits of articles, and the stories of gold.

A copy is an article that was edited as outlets edit what agencies send them. What is none: two reports of one story,
any two articles, and a report of the same template about another day, made by changing every number and day.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import msgspec

from musnad.evaluate.gold import GoldArticle, story
from musnad.evaluate.perturbations import perturbed
from musnad.evaluate.tables import Interval, bootstrap
from musnad.ingest.syndication import Syndication
from musnad.text.normalise import fold

MIN_WORDS = 40
"""Shorter articles are left out of the edits: half of one is hardly a sentence."""
_SENTENCE = re.compile(r"(?<=[.!؟])\s+|\n")
_NUMBER = re.compile(r"\d+")
_COUNTED = ("ثلاثة خمسة سبعة ثمانية تسعة".split(), "ثلاث خمس سبع ثماني تسع".split())
_WEEKDAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
_DATELINE = "جنيف – وكالات: "

Edit = Callable[[GoldArticle, GoldArticle, random.Random], str]


class Share(msgspec.Struct, frozen=True):
    """The share of `n` pairs that were linked, with its 95 % interval over stories; `copies`: if they should be."""

    copies: bool
    linked: float
    n: int
    interval: Interval | None


def copy_figures(articles: Sequence[GoldArticle]) -> dict[str, Share]:
    """For each kind of pair the share that is linked."""
    long = [gold for gold in articles if len(gold["text"].split()) >= MIN_WORDS]
    figures = {}
    for name, edit in {**COPIES, **OTHERS}.items():
        found = list(_linked(long, edit))
        if found:
            figures[name] = _share(name in COPIES, found)
    figures |= _among(articles)
    return {name: share for name, share in figures.items() if share.n}


def _linked(articles: Sequence[GoldArticle], edit: Edit) -> Iterator[tuple[str, bool]]:
    for at, gold in enumerate(articles):
        draw = random.Random(gold["id"])
        changed = edit(gold, articles[(at + len(articles) // 2) % len(articles)], draw)
        if changed != gold["text"]:
            with _fresh() as copies:
                copies.add("one", gold["text"], gold["title"])
                yield story(gold["id"]), bool(copies.add("other", changed))


@contextmanager
def _fresh() -> Iterator[Syndication]:
    copies = Syndication(Path(":memory:"))
    try:
        yield copies
    finally:
        copies.close()


def _among(articles: Sequence[GoldArticle]) -> dict[str, Share]:
    """The pairs that gold holds, as articles are added one after the other; its outlets tell which are copies."""
    links: set[frozenset[str]] = set()
    with _fresh() as copies:
        for gold in articles:
            links |= {frozenset((gold["id"], one.of)) for one in copies.add(gold["id"], gold["text"], gold["title"])}
    reprints = {gold["id"] for gold in articles if "copy of" in gold["outlet"]}
    within: list[tuple[str, bool]] = []
    across: list[tuple[str, bool]] = []
    for one, other in combinations([gold["id"] for gold in articles if gold["id"] not in reprints], 2):
        pair = (story(one), frozenset((one, other)) in links)
        (within if story(one) == story(other) else across).append(pair)
    found = [(story(one), any(one in link for link in links)) for one in sorted(reprints)]
    return {
        "copies among gold's stories": _share(True, found),
        "two reports of one story": _share(False, within),
        "any two articles": _share(False, across),
    }


def _share(copies: bool, found: Sequence[tuple[str, bool]]) -> Share:
    stories: dict[str, list[bool]] = {}
    for told, linked in found:
        stories.setdefault(told, []).append(linked)
    if not found:
        return Share(copies, 0.0, 0, None)
    return Share(copies, _mean([linked for _, linked in found]), len(found), bootstrap(list(stories.values()), _mean))


def _mean(linked: list[bool]) -> float:
    return round(sum(linked) / len(linked), 6)


def text_table(figures: dict[str, Share]) -> str:
    """The figures for a terminal."""
    lines = []
    for copies, head in ((True, "copies, linked:"), (False, "other reports, linked by mistake:")):
        lines.append(head)
        for name, share in figures.items():
            if share.copies == copies:
                band = f" [{share.interval[0]:.3f}, {share.interval[1]:.3f}]" if share.interval else ""
                lines.append(f"  {name:<34} {share.linked:.3f}{band}   (n {share.n:,})")
    return "\n".join(lines)


# Edits that leave a report what it was


def _as_it_is(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    return f"{other['title']}\n{gold['text']}"


def _cut_tail(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    sentences = _sentences(gold)
    return "\n".join(sentences[: (len(sentences) + 1) // 2])


def _framed(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    own = _sentences(other)
    return "\n".join([own[0], gold["text"], *own[1:2]])


def _cut_and_framed(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    own = _sentences(other)
    return "\n".join([own[0], _cut_tail(gold, other, draw), *own[1:2]])


def _dateline(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    return _DATELINE + str(gold["text"])


def _reordered(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    sentences = _sentences(gold)
    draw.shuffle(sentences)
    return "\n".join(sentences)


def _other_signs(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    text: str = perturbed(gold, "Arabic-Indic digits")["text"]
    return text.translate(dict(zip(map(ord, "«»“”"), '""""', strict=True)))


def _noisy(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    bare = gold | {"text": perturbed(gold, "dropped hamzas")["text"]}
    text: str = perturbed(bare | {"events": [], "statements": []}, "scanning noise at 1 %")["text"]
    return text


def _updated_toll(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    """The first number raised by two, and a sentence of the update below the lead."""
    text = _NUMBER.sub(lambda found: str(int(found[0]) + 2), gold["text"], count=1)
    return f"{text}\nوارتفعت الحصيلة في وقت لاحق بعد وفاة مصابين متأثرين بجراحهم."


# Edits that make another report of it


def _other_day(gold: GoldArticle, other: GoldArticle, draw: random.Random) -> str:
    """Every number and weekday another one; the text as it is, where it has fewer than three of them."""
    words = re.split(r"(\W+)", gold["text"])
    changed = [_another(word, draw) for word in words]
    differing = sum(one != two for one, two in zip(words, changed, strict=True))
    return "".join(changed) if differing >= 3 else str(gold["text"])


def _another(word: str, draw: random.Random) -> str:
    if word.isdecimal():
        return str(int(word) + draw.randint(1, 9))
    for series in (*_COUNTED, _WEEKDAYS):
        if fold(word) in map(fold, series):
            return draw.choice([one for one in series if fold(one) != fold(word)])
    return word


def _sentences(gold: GoldArticle) -> list[str]:
    return [one for one in _SENTENCE.split(gold["text"]) if one.strip()]


COPIES: dict[str, Edit] = {
    "another headline above": _as_it_is,
    "dateline put before": _dateline,
    "quotation marks and digits": _other_signs,
    "hamzas dropped, 1 % noise": _noisy,
    "sentences in another order": _reordered,
    "first half only": _cut_tail,
    "framed by own sentences": _framed,
    "first half, framed": _cut_and_framed,
    "toll updated, a sentence added": _updated_toll,
}
OTHERS: dict[str, Edit] = {"same template, another day": _other_day}
