from musnad.evaluate.copies import copy_figures, text_table
from musnad.evaluate.gold import load_part

FIGURES = copy_figures([gold for gold in load_part("dev") if gold["id"].startswith("stories2-0")])


def test_copies_are_linked_and_other_reports_are_not() -> None:
    assert FIGURES["framed by own sentences"].linked > 0.9
    assert FIGURES["two reports of one story"].linked < 0.1


def test_every_figure_has_its_number_of_pairs_and_interval() -> None:
    assert all(share.n and share.interval for share in FIGURES.values())


def test_the_table_names_every_kind_of_pair() -> None:
    assert all(name in text_table(FIGURES) for name in FIGURES)
