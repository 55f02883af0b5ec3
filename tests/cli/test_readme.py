"""What a newcomer sees first: the README, the samples and the two commands."""

import importlib.util
import re
from pathlib import Path

from musnad.ingest.files import Incoming, articles

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_all_five_samples_are_articles_that_call_themselves_invented() -> None:
    items = list(articles([ROOT / "samples"]))
    assert len(items) == 5
    for item in items:
        assert isinstance(item, Incoming)
        assert item.article.outlet == "نص مختلق للاختبار" or item.path.endswith(".txt")


def test_the_readme_shows_an_output_of_the_command_that_it_names() -> None:
    spec = importlib.util.spec_from_file_location("refresh_readme", ROOT / "samples/refresh_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    block = module.refreshed(README)
    assert README.partition(module.BEGIN)[0] == block.partition(module.BEGIN)[0]
    assert README.partition(module.END)[2] == block.partition(module.END)[2]
    assert module.COMMAND in README, "run `make readme`"


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_that_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)(?=`|  )", README)) <= targets
