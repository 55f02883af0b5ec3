import re
from pathlib import Path
from typing import get_args

import pytest

from musnad.codebook import CodebookError, Entry, SubEventType, codebook, read_codebook
from musnad.codebook.loader import FOLDER, read_entries
from musnad.evaluate.gold import scorer
from musnad.schema import reading

ARABIC = re.compile("[\u0621-\u064a]")
ENTRIES = [(name, entry) for name, entries in codebook().vocabularies().items() for entry in entries.values()]
IDS = [f"{name}: {entry.code}" for name, entry in ENTRIES]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=IDS)
def test_every_entry_has_arabic_and_english_words(name: str, entry: Entry) -> None:
    for text in (entry.labels, entry.definitions):
        assert ARABIC.search(text.ar)
        assert text.en.isascii()


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=IDS)
def test_every_definition_is_a_sentence(name: str, entry: Entry) -> None:
    assert entry.definition("ar").endswith(".")
    assert entry.definition("en").endswith(".")


def test_no_label_stands_twice_in_a_vocabulary() -> None:
    for entries in codebook().vocabularies().values():
        for language in ("ar", "en"):
            labels = [entry.label(language) for entry in entries.values()]
            assert len(labels) == len(set(labels))


def test_sub_event_types_and_families_are_those_of_the_gold_scorer() -> None:
    families = {code: entry.family for code, entry in codebook().sub_event_types.items()}
    assert families == scorer("score").FAMILY


def test_vocabularies_of_the_schema_are_those_of_the_codebook() -> None:
    book = codebook()
    assert set(book.date_precisions) == set(get_args(reading.DatePrecision))
    assert set(book.place_precisions) == set(get_args(reading.PlacePrecision))
    assert set(book.responsibilities) == set(get_args(reading.Responsibility))


def test_slugs_suit_addresses_and_are_unique() -> None:
    slugs = [entry.slug for entry in codebook().sub_event_types.values()]
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


def test_equivalents_stay_within_their_scales() -> None:
    book = codebook()
    assert all(p.acled in {None, 1, 2, 3} and p.ucdp in {None, *range(1, 8)} for p in book.place_precisions.values())
    assert all(p.acled in {None, 1, 2, 3} and p.ucdp in {None, *range(1, 6)} for p in book.date_precisions.values())
    assert all(a.inter in {None, *range(1, 9)} for a in book.actor_types.values())


def test_a_missing_equivalent_is_explained() -> None:
    for entry in codebook().sub_event_types.values():
        assert entry.note or (entry.acled and entry.plover), entry.code
    for actor in codebook().actor_types.values():
        assert actor.note or (actor.inter and actor.role), actor.code


def test_only_reviewed_events_are_public_by_default() -> None:
    assert [state.code for state in codebook().publication_states.values() if state.public] == ["reviewed"]


def _written(folder: Path, text: str) -> Path:
    path = folder / "weapons.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "- code: mine\n  label: {ar: لغم, en: Mine}\n  definition: {ar: لغم., en: A mine.}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD + "- code: gun\n  label: {ar: بندقية, en: Gun}\n", r"line 4, entry 'gun': .*field `definition`"),
        (GOOD + GOOD, r"line 4, entry 'mine': .*twice - at `code`"),
        (GOOD.replace("en: Mine", "en: 7"), r"line 1, entry 'mine': .*`label.en`"),
        (GOOD.replace("ar: لغم,", "ar: ' ',"), r"line 1, entry 'mine': .*empty - at `label`"),
        (GOOD + "  colour: red\n", r"line 1, entry 'mine': .*`colour`"),
        ("- mine\n", r"line 1, entry '\?': must be a mapping"),
        ("code: mine\n", "must be a list"),
        ("- [unclosed\n", "not YAML: .*line 2"),
        ("", "must be a list"),
    ],
)
def test_a_bad_file_is_named_with_line_entry_and_field(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(CodebookError, match=r"(?s)^weapons\.yaml.*" + problem):
        read_entries(_written(tmp_path, text), Entry)


def test_an_unknown_event_type_is_named(tmp_path: Path) -> None:
    text = GOOD + "  slug: mine\n  event_type: Fights\n"
    with pytest.raises(CodebookError, match="unknown code 'Fights' - at `event_type`"):
        read_entries(_written(tmp_path, text), SubEventType, {"event_type": {}})


def test_a_codebook_can_be_read_from_another_folder() -> None:
    assert read_codebook(FOLDER) == codebook()
