"""Written articles: their form is kept, and what is wrong is named by file and line."""

import re
from pathlib import Path

import pytest
from training.articles import WrittenError, load, parse

from musnad.codebook import codebook
from musnad.evaluate.gold import load_part

ARTICLE = """=== one-001 | 2024-02-05 | Levantine news site
قصف على أريحا
قُتل ثلاثة مدنيين أمس الأحد في قصف مدفعي على مدينة أريحا، بحسب الدفاع المدني.
---
e Shelling/artillery/missile attack | unknown
m قصف مدفعي على مدينة أريحا | قصف مدفعي
d أمس الأحد | 2024-02-04
p مدينة أريحا | town | SY
t ثلاثة مدنيين
c ثلاثة مدنيين | killed | 3
s الدفاع المدني | monitor
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "one.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_in_the_form_of_gold(tmp_path: Path) -> None:
    (article,) = parse(written(tmp_path, ARTICLE))
    (event,) = article["events"]
    assert article["title"] == "قصف على أريحا"
    assert event["date"] == {"quote": "أمس الأحد", "start": "2024-02-04", "end": "2024-02-04"}
    assert event["casualties"][0]["min"] == event["casualties"][0]["max"] == 3
    assert article["statements"] == []


@pytest.mark.parametrize(
    ("line", "wrong", "message"),
    [
        (1, "=== one-001 | أمس | site", "is no date"),
        (5, "e Bombing | unknown", "is none of"),
        (6, "m قصف جوي على أريحا | قصف جوي", "not in the text"),
        (6, "m قصف مدفعي على مدينة أريحا | غارة", "is not in its clause"),
        (7, "d أمس الأحد | 4 شباط", "is no date"),
        (8, "p مدينة أريحا | city | SY", "is none of"),
        (10, "c ثلاثة مدنيين | killed | three", "is no count"),
        (11, "s الدفاع المدني", "incomplete line"),
        (11, "r e7", "which is not there"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path: Path, line: int, wrong: str, message: str) -> None:
    lines = ARTICLE.splitlines()
    lines[line - 1] = wrong
    with pytest.raises(WrittenError, match=rf"^one\.txt:{line}: .*{re.escape(message)}"):
        list(parse(written(tmp_path, "\n".join(lines))))


def test_the_written_articles_keep_to_the_form_and_are_none_of_golds() -> None:
    articles, gold = load(), load_part("all")
    assert len({article["id"] for article in articles}) == len(articles) > 100
    assert not {article["text"] for article in articles} & {article["text"] for article in gold}
    assert not {article["id"] for article in articles} & {article["id"] for article in gold}
    kinds = {event["sub_event_type"] for article in articles for event in article["events"]}
    assert kinds <= set(codebook().sub_event_types)
