"""The packaged gazetteer and the notice are what the tables of `training/gazetteer/rows/` give."""

import gzip

from training.gazetteer import notice, pack

from musnad.registry.tables import packed, read_table


def test_the_packaged_file_is_what_its_tables_give() -> None:
    held = pack.TARGET.read_bytes()
    assert gzip.decompress(held) == gzip.decompress(packed(pack.rows())), "run: python -m training.gazetteer.pack"


def test_packing_the_same_rows_gives_the_same_bytes() -> None:
    rows = list(read_table(pack.ROWS / "units.csv"))
    assert packed(rows) == packed(rows)


def test_the_notice_names_whose_rows_the_file_holds() -> None:
    held = notice.NOTICE.read_text(encoding="utf-8")
    assert held == notice.notice(pack.rows()), "run: python -m training.gazetteer.pack"
