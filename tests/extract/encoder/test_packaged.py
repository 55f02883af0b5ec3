"""The packaged model's files, and that readings do not depend on how they are made."""

from pathlib import Path

import msgspec
import pytest

from musnad.errors import MusnadError
from musnad.evaluate.gold import load_part
from musnad.extract.encoder import packaged
from musnad.reader import READERS, default_reader, packaged_models, read
from musnad.schema import Article
from musnad.schema.reading import ReaderName

LIMIT = 45_000_000
TEXT = "قُتل ثلاثة مدنيين أمس في غارة جوية على مدينة إدلب، وفق الدفاع المدني."
ARTICLE = Article(id="a", text=TEXT, published="2024-02-05")


def test_the_files_are_those_that_were_packaged_and_small() -> None:
    assert packaged.changed_files() == []
    assert sum(path.stat().st_size for path in packaged.FOLDER.iterdir()) < LIMIT


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert not packaged.available(tmp_path)
    with pytest.raises(MusnadError, match="lexicon reader"):
        packaged.card(tmp_path)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_plain_news_and_says_who_read(reader: ReaderName) -> None:
    reading = read(ARTICLE, reader)
    (event,) = reading.events
    assert event.sub_event_type == "Air/drone strike"
    assert event.date is not None
    assert event.date.quote == "أمس"
    assert [(toll.status, toll.min) for toll in event.casualties] == [("killed", 3)]
    assert reading.reader.startswith(reader)
    assert reading.reader.endswith(packaged.card().weights) == (reader != "lexicon")


def test_both_read_by_default() -> None:
    assert default_reader() == "both"
    assert read(ARTICLE).reader.startswith("both")


def test_threads_do_not_change_a_reading() -> None:
    gold = load_part("dev")[3]
    article = Article(id="a", text=gold["text"], title=gold["title"], published=gold["published"])
    found = {msgspec.json.encode(read(article, models=packaged_models("both", threads))) for threads in (1, 2)}
    assert len(found) == 1
