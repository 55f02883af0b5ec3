"""The trained tagger of place mentions."""

from musnad.extract.place_tagger import mention_at, runs, tag_places, word_features
from musnad.registry.matcher import stream_of
from musnad.schema import Span
from musnad.text.document import Document


def tagged(text: str) -> list[str]:
    return [mention.core.of(text) for mention in tag_places(Document(text))]


def test_names_and_heads_are_tagged_in_posts() -> None:
    assert tagged("هطول أمطار غزيرة على مدينة صباح الأحمد https://t.co/WvK #امطار_الكويت") == ["مدينة صباح الأحمد"]


def test_mentions_are_whole_words_with_their_clitics() -> None:
    assert tagged("وفاة شخص إثر انهيار منزل بالزرقاء https://t.co/x") == ["بالزرقاء"]


def test_a_run_begins_with_begin_and_ends_before_anything_but_inside() -> None:
    assert list(runs([0, 1, 2, 1, 0, 2, 1])) == [(1, 2), (3, 3), (6, 6)]


def test_each_word_of_the_stream_has_features() -> None:
    document = Document("قصف على #دير_الزور «أمس» 12:30")
    rows = word_features(document)
    assert len(rows) == len(stream_of(document).words)
    assert "tag=B amid" in rows[2]


def test_a_known_span_takes_the_candidates_of_the_name_it_ends_with() -> None:
    text = "طريق مطار عدن"
    mention = mention_at(Document(text), Span(0, len(text)))
    assert mention.core == Span(0, len(text))
    assert any("Aden" in place.name_en for place in mention.candidates)


def test_a_span_of_which_a_name_is_only_the_first_word_has_no_candidates() -> None:
    text = "في الزرقاء العليا الفوقانية"
    assert mention_at(Document(text), Span(3, len(text))).candidates == ()


def test_an_empty_text_has_no_mentions() -> None:
    assert tag_places(Document("")) == []
