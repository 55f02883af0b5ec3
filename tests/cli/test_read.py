"""`musnad read` as a user meets it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from musnad.cli.main import app
from musnad.cli.read import _Run
from musnad.cli.writers import writer
from musnad.ingest.files import sources
from musnad.ingest.records import NO_DEFAULTS
from musnad.version import __version__

TEXT = "قُتل ثلاثة مدنيين أمس في قصف على سوق المدينة، وفق مصدر طبي."
RUNNER = CliRunner()


def copies(article: Path, count: int) -> list[str]:
    """The paths of `count` articles of the same text."""
    paths = [article.with_name(f"{number}.txt") for number in range(count)]
    for path in paths:
        path.write_bytes(article.read_bytes())
    return [str(path) for path in paths]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "سوق.txt"
    path.write_text(f"قصف على سوق\n{TEXT}", encoding="utf-8")
    return path


def test_one_reading_a_line_keeps_arabic_letters_and_holds_no_isolates(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--title-line", "--format", "jsonl"])
    [line] = result.stdout.splitlines()
    assert TEXT in line
    assert not {"\u2068", "\u2069"} & set(line)
    assert json.loads(line)["title"] == "قصف على سوق"


def test_json_is_one_list(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", *copies(article, 2), "--format", "json"])
    assert len(json.loads(result.stdout)) == 2


def test_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(tmp_path / "none.txt"), "--format", "json"])
    assert (json.loads(result.stdout), result.exit_code) == ([], 2)


def test_what_the_user_says_of_the_article_stands_in_the_reading(article: Path) -> None:
    options = ["--published", "2024-02-05", "--outlet", "صحيفة", "--country", "sy", "--format", "jsonl"]
    reading = json.loads(RUNNER.invoke(app, ["read", str(article), *options]).stdout)
    assert (reading["published"], reading["outlet"]) == ("2024-02-05", "صحيفة")


def test_a_reading_without_date_says_so_in_its_problems(article: Path) -> None:
    reading = json.loads(RUNNER.invoke(app, ["read", str(article), "--format", "jsonl"]).stdout)
    messages = [problem["message"] for problem in reading["problems"]]
    assert messages.count("no publication date: relative days are not resolved") == 1


def test_five_megabytes_are_read_in_part_and_the_reading_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musnad.reader.MAX_LENGTH", 2_000)
    path = tmp_path / "long.txt"
    path.write_text(f"{TEXT}\n" * 50_000, encoding="utf-8")
    result = RUNNER.invoke(app, ["read", str(path), "--published", "2024-02-05", "--format", "jsonl"])
    assert result.exit_code == 0
    assert "only the first" in result.stderr


def test_a_date_in_the_future_is_kept_and_noted(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--published", "2941-01-01", "--format", "jsonl"])
    assert json.loads(result.stdout)["published"] == "2941-01-01"
    assert "future" in result.stderr


def test_the_table_goes_into_a_file_without_isolates(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    result = RUNNER.invoke(app, ["read", str(article), "--title-line", "--output", str(out)])
    assert result.stdout == ""
    assert out.read_text(encoding="utf-8").startswith("سوق  قصف على سوق\n")


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["good.txt"], 0),
        (["good.txt", "empty.txt"], 1),
        (["empty.txt"], 2),
        (["none.txt"], 2),
        (["good.txt", "none.txt"], 1),
    ],
)
def test_the_exit_status_tells_whether_all_some_or_nothing_was_read(
    tmp_path: Path, names: list[str], status: int
) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    assert RUNNER.invoke(app, ["read", *(str(tmp_path / name) for name in names)]).exit_code == status


def test_what_could_not_be_read_is_named_on_standard_error_with_file_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": 5}\n' + json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    result = RUNNER.invoke(app, ["read", str(path), "--format", "jsonl", "--quiet"])
    assert f"musnad: {path}:1: text: expected str, got int" in result.stderr
    assert (len(result.stdout.splitlines()), result.exit_code) == (1, 1)


def test_notes_and_the_summary_are_silent_when_asked(article: Path) -> None:
    loud = RUNNER.invoke(app, ["read", *copies(article, 2), "--format", "jsonl"])
    quiet = RUNNER.invoke(app, ["read", *copies(article, 2), "--format", "jsonl", "--quiet"])
    assert "note: no publication date" in loud.stderr
    assert "articles read: 2" in loud.stderr
    assert quiet.stderr == ""


def test_a_note_on_many_articles_is_given_three_times_and_then_counted(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", *copies(article, 5), "--format", "jsonl"])
    assert result.stderr.count("note: no publication date") == 3
    assert "no publication date: 5" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--published", "أمس"],
        ["--country", "Syria"],
        ["--country", "XX"],
        ["--format", "xml"],
        ["--output", "/no/such/folder/x"],
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_read(article: Path, options: list[str]) -> None:
    result = RUNNER.invoke(app, ["read", str(article), *options])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_file_to_read_is_not_overwritten(article: Path) -> None:
    before = article.read_bytes()
    result = RUNNER.invoke(app, ["read", str(article.parent), "--output", str(article)])
    assert (result.exit_code, article.read_bytes()) == (2, before)


def test_standard_input_is_read(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", "-", "--format", "jsonl"], input=article.read_bytes())
    assert json.loads(result.stdout)["id"] == "stdin"


def test_the_labels_of_the_table_are_arabic_when_asked(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--lang", "ar", "--outlet", "صحيفة"])
    assert "الناشر" in result.stdout


@pytest.mark.parametrize(("language", "why", "rather"), [("en", "why", "rather than"), ("ar", "لماذا", "بدل")])
def test_every_value_is_explained_when_asked(article: Path, language: str, why: str, rather: str) -> None:
    options = ["--published", "2024-02-05", "--title-line", "--lang", language]
    plain = RUNNER.invoke(app, ["read", str(article), *options])
    told = RUNNER.invoke(app, ["read", str(article), *options, "--explain"])
    assert why not in plain.stdout
    assert why in told.stdout
    assert rather in told.stdout
    assert "%" in told.stdout
    assert "killed" not in told.stdout
    result = RUNNER.invoke(app, ["read", str(article), *options, "--explain", "--format", "jsonl"])
    explanations = json.loads(result.stdout)["explanations"]
    assert {"mentions", "sub_event_type", "responsibility", "casualties"} <= {one["field"] for one in explanations}


def test_the_page_refuses_to_explain_by_name(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), "--explain", "--format", "html"])
    assert result.exit_code == 2
    assert "--explain" in result.stderr


def test_the_version_is_shown() -> None:
    assert __version__ in RUNNER.invoke(app, ["--version"]).stdout


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", *arguments]
    return subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)


@pytest.mark.parametrize("env", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}], ids=["bare", "C", "latin-1"])
def test_arabic_comes_out_as_utf_8_whatever_the_locale(article: Path, env: dict[str, str]) -> None:
    done = run("read", str(article), "--title-line", env=env)
    assert done.returncode == 0, done.stderr
    assert "قصف على سوق" in done.stdout.decode("utf-8")


def test_reading_plain_text_loads_neither_trafilatura_nor_rich_progress(article: Path) -> None:
    script = (
        "import sys; from musnad.cli.main import app\n"
        f"try: app(['read', {str(article)!r}])\n"
        "finally: print(sorted({'trafilatura', 'rich.progress', 'charset_normalizer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", script], capture_output=True, check=False, timeout=60)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def on_a_terminal(*arguments: str, stream: str) -> str:
    """What a run writes to a pseudo-terminal standing for one of its streams."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", *arguments]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    subprocess.run(command, check=True, timeout=60, **streams)  # type: ignore[call-overload]
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as screen:
        return screen.read(65_536).decode("utf-8")


def test_a_terminal_gets_isolates(article: Path) -> None:
    shown = on_a_terminal("read", str(article), "--title-line", "--quiet", stream="stdout")
    assert "\u2068قصف على سوق\u2069" in shown


def test_a_progress_bar_is_drawn_for_someone_who_watches_many_files(article: Path) -> None:
    shown = on_a_terminal("read", *copies(article, 2), "--format", "jsonl", stream="stderr")
    assert "reading" in shown


def test_the_articles_of_one_file_are_counted_while_they_are_read(article: Path) -> None:
    path = article.with_name("many.jsonl")
    path.write_text((json.dumps({"text": TEXT}) + "\n") * 3, encoding="utf-8")
    shown = on_a_terminal("read", str(path), "--format", "jsonl", stream="stderr")
    assert "3 articles" in shown


def test_progress_is_told_after_every_article_and_every_file(article: Path) -> None:
    steps: list[tuple[int, int]] = []
    path = article.with_name("many.jsonl")
    path.write_text((json.dumps({"text": TEXT}) + "\n") * 2 + "{broken\n", encoding="utf-8")
    run = _Run(writer("jsonl", "en", io.StringIO()), notes=False)
    run.read_all(list(sources([path, article])), NO_DEFAULTS, lambda files, articles: steps.append((files, articles)))
    assert steps == [(0, 1), (0, 2), (0, 3), (1, 3), (1, 4), (2, 4)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_a_full_disk_is_named_without_a_traceback(article: Path, form: str) -> None:
    code = "from musnad.cli.main import app; app()"
    command = [sys.executable, "-c", code, "read", str(article), "--format", form, "--quiet"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    named = subprocess.run([*command, "--output", "/dev/full"], capture_output=True, check=False, timeout=60)
    assert done.stderr.decode() == "musnad: cannot write standard output: No space left on device\n"
    assert named.stderr.decode() == "musnad: cannot write /dev/full: No space left on device\n"
    assert (done.returncode, named.returncode) == (2, 2)


def test_a_closed_pipe_is_left_in_silence(article: Path) -> None:
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", "read", str(article), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""


def test_an_id_that_an_earlier_article_has_is_noted(article: Path) -> None:
    page = article.with_suffix(".html")
    page.write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>", encoding="utf-8")
    result = RUNNER.invoke(app, ["read", str(page), str(article), "--format", "jsonl", "--published", "2024-02-05"])
    first, second = (json.loads(line)["problems"] for line in result.stdout.splitlines())
    assert first == []
    assert [problem["code"] for problem in second] == ["duplicate id"]
    assert f"musnad: {article}: note: duplicate id: 'سوق'" in result.stderr


def test_a_file_named_twice_is_read_once(article: Path) -> None:
    result = RUNNER.invoke(app, ["read", str(article), str(article.parent), "--format", "jsonl"])
    assert len(result.stdout.splitlines()) == 1


def test_the_country_of_no_country_is_refused_by_the_name_of_the_option(article: Path) -> None:
    assert "--country" in RUNNER.invoke(app, ["read", str(article), "--country", "XX"]).stderr


def test_an_articles_country_that_is_none_is_noted(article: Path) -> None:
    path = article.with_name("a.jsonl")
    records = [{"text": TEXT, "country": country} for country in ("XX", "iq")]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    result = RUNNER.invoke(app, ["read", str(path), "--format", "jsonl", "--published", "2024-02-05"])
    problems = [[problem["code"] for problem in json.loads(line)["problems"]] for line in result.stdout.splitlines()]
    assert problems == [["unknown country"], []]
    assert f"musnad: {path}:1: note: country: 'XX' is no country's code" in result.stderr
