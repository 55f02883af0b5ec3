"""Vectors of texts."""

import hashlib
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.embed import (
    DIMENSION,
    MODEL,
    TABLE,
    VERSION,
    Frequencies,
    counted,
    embed,
    embed_articles,
    frequencies,
    save,
    terms,
)
from musnad.errors import MusnadError
from musnad.schema import Article

SHELLED = "سقطت قذائف هاون على سوق بلدة كفر زنباع ظهر الثلاثاء، فقُتل سبعة مدنيين بينهم طفلان."
SHELLED_TOO = "ارتفع إلى ثمانية عدد ضحايا القصف بالهاون الذي طال سوق كفر زنباع، بعد وفاة جريح في المشفى."
PROTEST = "خرج مئات الطلاب في مسيرة سلمية وسط العاصمة احتجاجًا على رفع رسوم الجامعات."
ARREST = "أوقفت الشرطة مساء أمس أربعة تجار مخدرات عند معبر حدودي، وصادرت شاحنتهم."
TEXTS = [SHELLED, SHELLED_TOO, PROTEST, ARREST]


def _cosine(left: str, right: str) -> float:
    return float(np.dot(*embed([left, right])))


def test_vectors_have_the_dimension_and_type_that_the_model_names() -> None:
    found = embed(TEXTS)
    assert (found.shape, found.dtype) == ((4, DIMENSION), np.float32)
    assert (MODEL.dimension, MODEL.version) == (DIMENSION, VERSION)


def test_a_vector_has_unit_length() -> None:
    assert np.linalg.norm(embed(TEXTS), axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_no_texts_give_no_vectors() -> None:
    assert embed([]).shape == (0, DIMENSION)


@pytest.mark.parametrize("text", ["", " \n\t", "…«»!؟", "\u064b\u0640"])
def test_a_text_without_words_has_the_vector_of_zeros(text: str) -> None:
    assert not embed([text]).any()


def test_a_vector_depends_neither_on_order_nor_on_the_texts_beside_it() -> None:
    together, turned = embed(TEXTS), embed(TEXTS[::-1])
    alone = np.concatenate([embed([text]) for text in TEXTS])
    assert together.tobytes() == turned[::-1].tobytes() == alone.tobytes()


def test_articles_of_one_story_are_nearer_than_articles_of_others() -> None:
    same = _cosine(SHELLED, SHELLED_TOO)
    assert same > 0.1 + max(_cosine(one, other) for one in (SHELLED, SHELLED_TOO) for other in (PROTEST, ARREST))


def test_a_few_words_find_the_text_that_has_them() -> None:
    query, *held = embed(["قصف سوق كفر زنباع", PROTEST, SHELLED, ARREST])
    assert int(np.argmax(np.array(held) @ query)) == 1


def test_spelling_does_not_change_a_vector() -> None:
    plain = "إصابة 12 مدنيًا في قصف على قرية"
    assert embed([plain]).tobytes() == embed(["اصابــة ١٢ مدنيا في قَصْف على قريه"]).tobytes()


def test_clitics_do_not_tell_words_apart() -> None:
    assert terms("والمدرسة بمدرستهم") == terms("مدرسة مدرسة")


def test_the_beginning_of_a_vector_is_a_coarser_vector() -> None:
    coarse = embed(TEXTS)[:, :512]
    coarse /= np.linalg.norm(coarse, axis=1, keepdims=True)
    assert float(coarse[0] @ coarse[1]) == pytest.approx(_cosine(SHELLED, SHELLED_TOO), abs=0.15)


def test_title_and_text_make_the_vector_of_an_article() -> None:
    article = Article(id="a", title=PROTEST, text=ARREST)
    assert embed_articles([article]).tobytes() == embed([f"{PROTEST}\n{ARREST}"]).tobytes()


def test_a_very_long_text_is_taken_whole() -> None:
    long = " ".join(f"كلمة{chr(0x621 + n % 26)}{n}" for n in range(20_000)) + " " + SHELLED
    began = time.perf_counter()
    (vector,) = embed([long])
    assert time.perf_counter() - began < 60
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert vector.tobytes() != embed([long.removesuffix(SHELLED)])[0].tobytes()


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_any_string_has_a_vector(text: str) -> None:
    (vector,) = embed([text])
    length = float(np.linalg.norm(vector))
    assert np.isfinite(vector).all()
    assert length == pytest.approx(1, abs=1e-5) or (length == 0 and not vector.any())


def test_a_lone_surrogate_has_a_vector() -> None:
    assert np.isfinite(embed(["قصف\ud800 قرية"])).all()


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(MusnadError, match=r"none\.npz"):
        frequencies(tmp_path / "none.npz")


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    held = Frequencies(100, {1: 90, 2: 3})
    assert held.rarity(3) > held.rarity(2) > held.rarity(1) >= 0


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    held = counted(TEXTS)
    save(held, tmp_path / "table.npz")
    assert frequencies(tmp_path / "table.npz") == held
    assert held.articles == 4


def test_the_version_is_that_of_these_vectors() -> None:
    """Where this fails, the vectors have changed: raise VERSION, then write the new digests here."""
    exact = (embed(TEXTS) * 2**16).round().astype(np.int32)
    with np.load(TABLE) as arrays:
        table = hashlib.sha256(b"".join(arrays[name].tobytes() for name in ("articles", "keys", "counts")))
    assert (VERSION, table.hexdigest()[:12]) == ("1", "932dff083cab")
    assert hashlib.sha256(exact.tobytes()).hexdigest()[:12] == "a53b37ab9894"
