"""Gold changed as careless writers and scanners would, its quotes with it."""

import pytest

from musnad.evaluate.gold import load_part, scorer
from musnad.evaluate.perturbations import PERTURBATIONS, perturbed

ARTICLES = load_part("dev")[:60]


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_every_quote_still_stands_in_the_text(name: str) -> None:
    for gold in ARTICLES:
        changed = perturbed(gold, name)
        assert scorer("score").unsupported(changed, changed["text"]) == 0


def test_the_text_is_what_the_name_says() -> None:
    gold = {
        "id": "a",
        "title": "",
        "text": "قُتل 12 شخصًا\nفي إدلب",
        "events": [],
        "statements": [{"quote": "12 شخصًا", "speaker": {"quote": "إدلب"}}],
    }
    texts = {name: perturbed(gold, name)["text"] for name in PERTURBATIONS}
    assert texts["no diacritics"] == "قتل 12 شخصا\nفي إدلب"
    assert texts["dropped hamzas"] == "قُتل 12 شخصًا\nفي ادلب"
    assert texts["Arabic-Indic digits"] == "قُتل ١٢ شخصًا\nفي إدلب"
    assert texts["joined lines"] == "قُتل 12 شخصًا في إدلب"
    assert perturbed(gold, "no diacritics")["statements"][0]["quote"] == "12 شخصا"


def test_scanning_noise_is_rare_and_repeatable() -> None:
    gold = max(ARTICLES, key=lambda one: len(one["text"]))
    once, again = (perturbed(gold, "scanning noise at 1 %")["text"] for _ in range(2))
    assert once == again != gold["text"]
    assert abs(len(once) - len(gold["text"])) < 0.02 * len(gold["text"])


def test_an_unchanged_article_scores_in_full() -> None:
    """The gold annotation of a changed article is itself a perfect reading of it."""
    tally = scorer("score").tally
    for gold in ARTICLES[:20]:
        changed = perturbed(gold, "dropped hamzas")
        right, wanted, _ = tally(changed, changed)["event"]
        assert right == wanted
