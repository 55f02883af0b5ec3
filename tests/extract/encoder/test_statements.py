"""Statements weighed by the encoder: any encoder gives what stands in the text, and a sure one is believed."""

import msgspec
import numpy as np
import pytest
from tests.extract.encoder.conftest import random_arrays

from musnad.extract.candidates import Surroundings
from musnad.extract.encoder.judge import Judge
from musnad.extract.encoder.model import Model, View
from musnad.extract.encoder.statements import (
    SPEAKER_FEATURES,
    STATEMENT_FEATURES,
    judged,
    marked_speakers,
    speaker_features,
    speakers,
    statement_features,
    with_speaker,
    words_of,
)
from musnad.extract.statements import find_statements
from musnad.schema import Span, Statement
from musnad.text.document import Document

TEXT = "وقال المتطوع في الدفاع المدني حسام الخطيب، إن الطائرات عاودت استهداف المكان ذاته بعد وصول فرق الإسعاف إليه."


@pytest.fixture
def view(model: Model) -> View:
    document = Document(TEXT)
    return View(model, document, "", Surroundings(document, []))


@pytest.fixture
def statement() -> Statement:
    (found,) = find_statements(Document(TEXT))
    return found


def weighing(feature: str, names: tuple[str, ...], bias: float = 0.0) -> Judge:
    return Judge({name: 4.0 * (name == feature) for name in names}, bias)


def test_features_have_their_names(view: View, statement: Statement) -> None:
    offered = speakers(statement, view, marked_speakers(view))
    assert offered[0].span == statement.speaker.span
    assert speaker_features(statement, offered, view).shape == (len(offered), len(SPEAKER_FEATURES))
    assert statement_features([statement], view).shape == (1, len(STATEMENT_FEATURES))


def test_the_speaker_is_the_most_probable_phrase_offered(model: Model, statement: Statement) -> None:
    document = Document(TEXT)
    arrays = random_arrays(2)
    arrays["tags.weight"] = np.zeros_like(arrays["tags.weight"])
    arrays["tags.bias"] = np.zeros_like(arrays["tags.bias"])
    even = View(
        Model(model.pieces, model.encode, arrays, model.tags, model.hints), document, "", Surroundings(document, [])
    )
    marked = marked_speakers(even)
    by_rule = with_speaker(statement, even, {"speaker": weighing("of the rules", SPEAKER_FEATURES)}, marked)
    assert by_rule.speaker.span == statement.speaker.span
    longest = with_speaker(statement, even, {"speaker": weighing("inside the words", SPEAKER_FEATURES)}, marked)
    assert statement.span.covers(longest.speaker.span)
    assert longest.speaker.quote == longest.speaker.span.of(TEXT)
    assert longest.speaker.method == "encoder"


@pytest.mark.parametrize(("bias", "kept"), [(9.0, 1), (-9.0, 0)])
def test_improbable_statements_are_left_out(view: View, statement: Statement, bias: float, kept: int) -> None:
    judges = {
        "speaker": weighing("of the rules", SPEAKER_FEATURES),
        "statement": weighing("none", STATEMENT_FEATURES, bias),
    }
    found = judged([statement], view, judges)
    assert len(found) == kept
    assert all(one.confidence > 0.9 for one in found)


def test_no_statements_are_no_work(view: View) -> None:
    assert judged([], view) == []


def test_a_role_that_lies_in_the_speakers_words_or_belongs_to_another_is_left_out(model: Model) -> None:
    text = "وقال المتطوع في الدفاع المدني حسام الخطيب، إن الطائرات عاودت استهداف المكان ذاته. ورأى سكان أنها بعيدة."
    document = Document(text)
    told = find_statements(document)[0]
    at = text.index("المتطوع")
    role = Span(at, at + len("المتطوع"))
    named = msgspec.structs.replace(told, role=role.of(text), role_span=role)
    view = View(model, document, "", Surroundings(document, []))
    own = words_of(document, named.speaker.span)
    whole = words_of(document, Span(at, text.index("،")))
    other = words_of(document, Span(text.index("سكان"), text.index("سكان") + 4))
    judges = {"speaker": weighing("holds the rules'", SPEAKER_FEATURES)}
    longer = with_speaker(named, view, judges, [whole] if whole.span != own.span else [])
    if whole.span != own.span:
        assert longer.speaker.span == whole.span
        assert longer.role is None
    judges = {"speaker": Judge({name: -9.0 * (name == "of the rules") for name in SPEAKER_FEATURES}, 0.0)}
    assert with_speaker(named, view, judges, [other]).role is None
