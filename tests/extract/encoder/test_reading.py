"""What holds of a reading by any encoder, a random one too."""

from collections import defaultdict

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.encoder.conftest import random_arrays

from musnad.codebook import codebook
from musnad.evaluate.gold import load_part, scorer
from musnad.extract.encoder.fusion import Weights
from musnad.extract.encoder.model import Model
from musnad.reader import ReadingModels, read
from musnad.schema import Article

FUSION = defaultdict(lambda: Weights(encoder=1.0, lexicon=0.5))
ARTICLES = load_part("dev")[:12]


def models(model: Model, lexicon_judges: bool = True) -> ReadingModels:
    return ReadingModels("random", None, lexicon_judges, model, FUSION)


@pytest.mark.parametrize("lexicon_judges", [True, False])
def test_every_quote_stands_where_its_span_says(model: Model, lexicon_judges: bool) -> None:
    found_any = 0
    for gold in ARTICLES:
        article = Article(id=gold["id"], text=gold["text"], title=gold["title"], published=gold["published"])
        reading = read(article, models=models(model, lexicon_judges))
        assert reading.problems == []
        found_any += len(reading.events)
        found = msgspec.to_builtins(reading)
        assert scorer("score").unsupported(found, article.text) == 0
        for event in reading.events:
            for value in (*event.mentions, *event.actors, *event.targets, *event.casualties, *event.sources):
                assert value.span.of(article.text) == value.quote
                assert 0.0 <= value.confidence <= 1.0
    assert found_any


def test_reading_twice_gives_the_same(model: Model) -> None:
    article = Article(id="a", text=ARTICLES[0]["text"], published=ARTICLES[0]["published"])
    once, again = (msgspec.json.encode(read(article, models=models(model))) for _ in range(2))
    assert once == again


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read(model: Model, text: str) -> None:
    assert read(Article(id="a", text=text), models=models(model)).problems[1:] == []


@pytest.mark.parametrize("kind", list(codebook().sub_event_types))
def test_every_sub_event_type_can_come_out(model: Model, kind: str) -> None:
    arrays = random_arrays(2)
    arrays["kind.bias"] = np.where(np.arange(25) == list(codebook().sub_event_types).index(kind), 99.0, 0.0)
    sure = Model(model.pieces, model.encode, arrays, model.tags, model.hints)
    gold = ARTICLES[0]
    reading = read(Article(id="a", text=gold["text"], published=gold["published"]), models=models(sure))
    assert {event.sub_event_type for event in reading.events} == {kind}


@pytest.mark.parametrize("text", ["انفجار عنيف هز المكان", "اعتقال"])
def test_an_event_without_any_argument_is_read(model: Model, text: str) -> None:
    sure = Model(model.pieces, model.encode, random_arrays(2), model.tags, model.hints)
    sure.heads.arrays["tags.bias"] = np.tile([0.0, 9.0, 0.0], 10).astype(np.float32)
    reading = read(Article(id="a", text=text, published="2024-01-01"), models=models(sure))
    assert reading.problems == []
    assert reading.events


def test_answers_go_round_in_no_circle(model: Model) -> None:
    for gold in ARTICLES:
        reading = read(Article(id="a", text=gold["text"], published=gold["published"]), models=models(model))
        answered = {event.id: event.response_to for event in reading.events}
        for start in answered:
            seen, at = set(), start
            while (at := answered[at]) is not None:
                assert at not in seen
                seen.add(at)


def test_the_confidences_of_a_long_article_are_the_lexicons_own(model: Model) -> None:
    text = "\n".join(gold["text"] for gold in ARTICLES * 3)
    article = Article(id="a", text=text, published="2024-01-01")
    assert read(article, models=models(model)).events == read(article, "lexicon").events


def test_an_article_of_several_windows_is_read_to_its_end(model: Model) -> None:
    text = "\n".join(gold["text"] for gold in ARTICLES[:3])
    reading = read(Article(id="a", text=text, published="2024-01-01"), models=models(model))
    assert max(event.mentions[0].span.start for event in reading.events) > 0.8 * len(text)


def test_a_very_long_article_is_read_by_the_lexicon_and_says_so(model: Model) -> None:
    text = "\n".join(gold["text"] for gold in ARTICLES * 3)
    reading = read(Article(id="a", text=text, published="2024-01-01"), models=models(model))
    assert [problem.code for problem in reading.problems] == ["long"]
    assert reading.events
