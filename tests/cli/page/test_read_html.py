"""`musnad read --format html` as a user meets it."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from musnad.cli.main import app

TEXT = "قُتل ثلاثة مدنيين أمس في قصف على سوق المدينة، وفق مصدر طبي."
RUNNER = CliRunner()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "سوق.txt"
    path.write_text(f"قصف على سوق\n{TEXT}", encoding="utf-8")
    return path


def test_the_page_is_written_into_the_file_that_was_named(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    result = RUNNER.invoke(app, ["read", str(article), "--title-line", "--format", "html", "-o", str(out)])
    page = out.read_text(encoding="utf-8")
    assert (result.exit_code, result.output) == (0, "")
    assert page.startswith("<!doctype html>\n")
    assert page.endswith("</html>\n")
    assert "<title>قصف على سوق · Musnad</title>" in page


def test_the_labels_of_the_page_are_arabic_when_asked(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--format", "html", "--lang", "ar"])
    assert '<html lang="ar" dir="rtl">' in result.stdout


def test_the_page_itself_names_what_is_amiss(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--format", "html"])
    assert "no publication date: relative days are not resolved" in result.stdout
    assert "note:" not in result.stderr


def test_a_page_is_written_even_where_nothing_could_be_read(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(tmp_path / "none.txt"), "--format", "html"])
    assert (result.exit_code, "0 articles" in result.stdout.replace("<bdi>0</bdi>", "0")) == (2, True)


def test_half_characters_of_a_json_article_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text(f'{{"text": "{TEXT} \\ud83d", "title": "\\ud83d"}}', encoding="utf-8")
    assert RUNNER.invoke(app, ["read", str(path), "--format", "html"]).exit_code in (0, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_named_without_a_traceback(article: Path) -> None:
    code = "from musnad.cli.main import app; app()"
    command = [sys.executable, "-c", code, "read", str(article), "--format", "html", "--quiet", "-o", "/dev/full"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.stderr.decode() == "musnad: cannot write /dev/full: No space left on device\n"
    assert done.returncode == 2


def test_a_table_is_written_without_loading_the_template_engine(article: Path) -> None:
    script = (
        "import sys; from musnad.cli.main import app\n"
        f"try: app(['read', {str(article)!r}])\n"
        "finally: print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", script], capture_output=True, check=False, timeout=60)
    assert done.stdout.decode().splitlines()[-1] == "False"
