"""What a line of a page is besides article text: read-also lines, requests to follow, buttons, dates, notices.

The words are in `boilerplate.yaml`. A line is judged by how it begins, by what follows the words, by its length and by
how much of it is links, so that a sentence which merely begins with such a word stays: `شاهد الأهالي الطائرات` is text,
`شاهد: الطائرات فوق المدينة` leads elsewhere.
"""

import re
from collections.abc import Callable
from functools import cache

from musnad.data import load_yaml
from musnad.text.normalise import Folded, fold
from musnad.text.segment import date_words

MAX_FOLLOW_WORDS = 40
MAX_REPORT_WORDS = 25
MAX_REPORT_LABEL = 6
MAX_NOTICE_WORDS = 60
MAX_CORRECTION_WORDS = 90
MAX_RELATED_WORDS = 40
MAX_LABEL_WORDS = 10
MAX_BYLINE_WORDS = 9
MAX_META_WORDS = 20
MAX_DATED_CHARACTERS = 90
MAX_CLOCK_WORDS = 8
MIN_LINKED_SHARE = 0.6
"""A line that begins like a read-also line and of whose rest this share is linked leads elsewhere."""

_BOTH_GENDERS = re.compile(r"(?<!\w)(\w+)\s*/\s*\1[يين]+(?!\w)")
"""A verb in both genders: «ارسل/ارسلي»."""
_SIGN = r"\s*(?:[:|»«<>←→/…\-!؟?◄►•(\[]|\.\.)"
_SIGN_NEXT = re.compile(_SIGN)
_WORD = re.compile(r"[^\W_]+(?:[:.]\d+)*")
_SIGNS_NEXT = re.compile(r"(?:\s*[:|»«<>←→/…\-!؟?◄►•.])+\s*")
_HOUR = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_PARTS = re.compile(r"\s[|•·–—-]\s|\s*[|•·]\s*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TAGS = re.compile(r"\s*(?:#[\w_]+[\s،,|\-]*)+")
_CLOCK = re.compile(
    r"\W*(?:الساعه\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:ص|م|صباحا|مساء|ظهرا|am|pm)?\W*(?:(?:بتوقيت|توقيت)\s\w+(?:\s\w+)?|gmt|utc|جرينتش|غرينتش)?"
    r"(?:\s*[+-]?\d*)?\W*|\W*(?:منذ|قبل)\s+(?:\d+\s+)?\w+(?:\s+\w+)?\W*"
)
_OWN = re.compile(
    r"\w*(?:تابعنا|تابعونا|متابعتنا|قناتنا|قنواتنا|صفحتنا|صفحاتنا|مجموعتنا|نشرتنا|تطبيقنا|حساباتنا|حسابنا|منصاتنا)"
)
_VERBS = frozenset(
    "تابع تابعوا تابعي انضم انضموا اشترك اشتركوا حمل حملوا سجل سجلوا اضف اجعل احصل احصلوا اضغط هل".split()
)
_LOOSE_BYLINES = frozenset("بقلم كتب كتبت اعداد بواسطه كتبه كتبها ترجمه by".split())


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(str(word)).strip() for word in load_yaml("musnad.ingest.page", "boilerplate.yaml")[key])


@cache
def _either(key: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_words(key), key=len, reverse=True))


@cache
def _begins(key: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w©#]*(?:{_either(key)})(?:\s+ايضا)?(?!\w)")


@cache
def _holds(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وفبل]?(?:{_either(key)})(?!\w)")


@cache
def _consists(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\w+]*(?:{_either(key)})(?!\w))+[^\w]*")


class Line:
    """One line, folded, with what the rules ask of it."""

    __slots__ = ("folded", "linked", "number", "stopped")

    def __init__(self, text: str, linked: float = 0.0) -> None:
        self.folded = " ".join(fold(text).split())
        self.number = len(_WORD.findall(self.folded))
        self.linked = linked * self.number
        self.stopped = text.rstrip().endswith((".", "؟", "?", "!", "…"))

    def rest(self, key: str) -> str | None:
        """What follows the words of `key` that the line begins with; None where it begins with none of them."""
        match = _begins(key).match(self.folded)
        return self.folded[match.end() :] if match else None

    def bare(self) -> str:
        """The line without signs around it."""
        return self.folded.strip(' :-|/.…!؟?«»"()[]<>•*،,')


def kind_of(text: str, linked: float = 0.0) -> str | None:
    """What the line is if it is no article text wherever it stands; `linked` is the share of its words in links.

    `related`, `related heading`, `teasers heading`, `follow`, `report`, `correction`, `share`, `tags`, `comments`,
    `copyright`, `newsletter`, `source`, `advert`, `button`, `clock`, `end`, `standing`; None for text.
    """
    line = Line(text, linked)
    if not line.number:
        return "sign"
    if line.number > MAX_CORRECTION_WORDS:
        return None
    return next((kind for rule in _RULES if (kind := rule(line))), None)


def _whole(line: Line) -> str | None:
    if line.number > 16:
        return None
    bare = line.bare()
    for key, kind in (("advert", "advert"), ("buttons", "button"), ("end", "end")):
        if bare in _words(key):
            return kind
    if _consists("share").fullmatch(line.folded):
        return "share"
    timed = line.number <= MAX_CLOCK_WORDS and (_CLOCK.fullmatch(line.folded) or _timed(line))
    return "clock" if timed else None


def _timed(line: Line) -> bool:
    """Whether a line is a clock time and nothing but date words around it."""
    return bool(_HOUR.search(line.folded)) and is_date_line(line.folded)


def _report(line: Line) -> str | None:
    """Whether a line leads to a form; a whole sentence without a link tells of others' complaints."""
    if line.number > MAX_REPORT_WORDS + 15:
        return None
    folded = _BOTH_GENDERS.sub(r"\1", line.folded)
    if _begins("report_openers").match(folded) and _holds("report_marks").search(folded):
        return "report"
    told = line.stopped and not folded.endswith(("؟", "?", "!")) and line.number > MAX_REPORT_LABEL and not line.linked
    return "report" if line.number <= MAX_REPORT_WORDS and _begins("report").match(folded) and not told else None


def _correction(line: Line) -> str | None:
    rest = line.rest("corrections")
    if rest is not None and re.match(r"\s*(?:[:\-–(،|]|$|في\s)", rest) and _holds("correction_marks").search(rest):
        return "correction"
    if (
        rest is not None
        and rest.startswith((":", " :"))
        and line.folded.lstrip().startswith(("تصحيح", "تصويب", "استدراك"))
    ):
        return "correction"
    return "correction" if line.number <= MAX_NOTICE_WORDS and _holds("former").search(line.folded) else None


def _related(line: Line) -> str | None:
    for key in ("related", "teasers"):
        rest = line.rest(key)
        if rest is None:
            continue
        words = len(_WORD.findall(rest))
        if not words:
            return f"{key} heading"
        if line.number <= MAX_RELATED_WORDS and (_SIGN_NEXT.match(rest) or line.linked >= MIN_LINKED_SHARE * words):
            return "related"
    return None


def _follow(line: Line) -> str | None:
    if line.number > MAX_FOLLOW_WORDS:
        return None
    match = _begins("follow_openers").match(line.folded)
    if not match:
        return None
    opener = match.group().strip(' "-:|*•»«<>!').split()
    following = line.folded[match.end() :].split()
    own = bool(_OWN.search(line.folded))
    if line.number <= 4 and opener and opener[0] in ("تابعنا", "تابعونا"):
        return "follow"
    if not (own or _holds("follow_marks").search(line.folded)):
        return None
    asks = len(opener) > 1 or opener[0] not in _VERBS or not following or following[0] in _words("follow_next")
    return "follow" if own or asks else None


def _labelled(key: str, kind: str, most: int, sign: bool = False) -> Callable[[Line], str | None]:
    def rule(line: Line) -> str | None:
        rest = line.rest(key) if line.number <= most else None
        if rest is None or (
            sign and rest and not _SIGN_NEXT.match(rest) and line.linked < MIN_LINKED_SHARE * line.number
        ):
            return None
        return kind

    return rule


def _tags(line: Line) -> str | None:
    return "tags" if line.number > 1 and _TAGS.fullmatch(line.folded) else None


_RULES = (
    _whole,
    _correction,
    _report,
    _related,
    _follow,
    _labelled("newsletter", "newsletter", 30),
    _labelled("comments", "comments", 9),
    _labelled("tags", "tags", MAX_NOTICE_WORDS, sign=True),
    _tags,
    _labelled("copyright", "copyright", MAX_NOTICE_WORDS),
    _labelled("standing", "standing", MAX_NOTICE_WORDS),
    _labelled("source", "source", MAX_LABEL_WORDS, sign=True),
)


def is_date_line(text: str) -> bool:
    """Whether a line says nothing but when the article was published, changed or read, and how long it takes."""
    line = Line(text)
    if not 0 < line.number <= MAX_META_WORDS:
        return False
    known, labels = date_words(), _label_words()
    words = _WORD.findall(line.folded)
    told = [word for word in words if not word[0].isdigit()]
    return all(word in known or word in labels or (word[0] in "وب" and word[1:] in known) for word in told)


def holds_date(text: str) -> bool:
    """Whether a short line is a date beside a name or a section, with a sign between; asked only above the text."""
    if len(text) > MAX_DATED_CHARACTERS or text.rstrip().endswith("."):
        return False
    parts = _PARTS.split(text)
    return len(parts) > 1 and any(_YEAR.search(fold(part)) and is_date_line(part) for part in parts)


@cache
def _label_words() -> frozenset[str]:
    """Every single word of the labels before dates, and of clock times."""
    labels = {word for label in _words("meta") for word in label.split()}
    return frozenset(labels) | frozenset(
        "بتوقيت توقيت مكه المكرمه غرينتش جرينتش gmt utc am pm ص م صباحا مساء ظهرا المحلي القدس دمشق بغداد "
        "القاهره بيروت دقائق دقيقه دقيقتان ثانيه ساعه ساعات ساعتين يوم يومين ايام في الساعه "
        "الموافق هـ ه اولي اخره اخري الاولي الاخره الثاني عمان صنعاء الرياض الخرطوم طرابلس ابوظبي دبي".split()
    )


def is_byline(text: str) -> bool:
    """Whether a line names who wrote, edited or photographed; asked only before and after the text."""
    line = Line(text)
    rest = line.rest("byline") if line.number <= MAX_BYLINE_WORDS and not line.stopped else None
    if rest is None:
        return False
    first = line.bare().split()[0] if line.bare() else ""
    return not rest or bool(_SIGN_NEXT.match(rest)) or (line.number <= 6 and first in _LOOSE_BYLINES)


def without_label(text: str) -> str:
    """A read-also line without the words that say that it is one: `اقرأ أيضا: عنوان` is `عنوان`."""
    folded = Folded(text)
    for key in ("related", "teasers"):
        match = _begins(key).match(folded.text)
        if match and (sign := _SIGNS_NEXT.match(folded.text, match.end())) and sign.end() < len(folded.text):
            return text[folded.starts[sign.end()] :].strip()
        if match and " " in match.group().strip() and match.end() < len(folded.text):
            return text[folded.starts[match.end()] :].strip()
    return text.strip()
