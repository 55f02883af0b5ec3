"""`musnad doctor`: what is installed, and whether it works."""

import importlib
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING, Annotated, NamedTuple, TextIO

import typer

from musnad.version import READER_VERSION, SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    from musnad.cli.terminal import Terminal
    from musnad.schema import Reading

SOMETHING_AMISS = 1
EXTRAS = {
    "web": "the public record and the desk (to come)",
    "corpus": "reading millions of articles on Daft (to come)",
    "analysis": "trends and escalation (to come)",
    "postgresql": "the record in PostgreSQL",
    "tables": "tables of articles in Parquet and Excel",
    "gazetteer": "building gazetteers from OpenStreetMap's extracts and Excel files",
    "train": "making the gazetteer and the reader's weights",
}
"""What each optional extra is for; that of Musnad's own developers is left out."""
SENTENCE = "قُتل ثلاثة مدنيين أمس في غارة جوية على مدينة إدلب، وفق الدفاع المدني."
PUBLISHED = "2024-02-05"
EXPECTED = {
    "event": "Air/drone strike",
    "date": "2024-02-04",
    "place": "Idlib",
    "killed": "3",
    "source": "White Helmets",
    "problems": "",
}


class State(StrEnum):
    """What a check finds."""

    OK = "ok"
    MISSING = "missing"
    BROKEN = "broken"


class Finding(NamedTuple):
    """What one check found; what is not `needed` may be missing."""

    name: str
    state: State
    detail: str
    needed: bool = True

    @property
    def amiss(self) -> bool:
        """Whether Musnad lacks something that it needs."""
        return self.needed and self.state is not State.OK


STATE_WIDTH = max(map(len, State))
Check = Callable[[], Finding]
Findings = dict[str, list[Finding]]


class Format(StrEnum):
    """How the findings are written."""

    TABLE = "table"
    JSON = "json"


OutputForm = Annotated[Format, typer.Option("--format", help="What is written.")]


def doctor(form: OutputForm = Format.TABLE) -> None:
    """Say what is installed and whether it works.

    The exit status is 0 where all that Musnad needs works, 1 otherwise; optional extras are not needed.
    """
    from musnad.cli.read import opened
    from musnad.cli.writers import named_where_full

    findings = {heading: [check() for check in group] for heading, group in checks().items()}
    with named_where_full(None), opened(None) as stream:
        _as_json(findings, stream) if form is Format.JSON else _as_table(findings, stream)
    raise typer.Exit(SOMETHING_AMISS if _amiss(findings) else 0)


def checks() -> dict[str, Sequence[Check]]:
    """Every check by the heading that it stands under, in the order in which they are made."""
    return {
        "Musnad": (musnad, python, system),
        "Packages": [partial(package, requirement) for requirement in requirements()],
        "Extras": [partial(extra, name) for name in EXTRAS],
        "Data": [partial(data, name, load) for name, load in DATA.items()],
        "Reading": (learned_model, self_test),
        "Terminal": (encoding, directions),
    }


def learned_model() -> Finding:
    """Whether the encoder's files are those that were packaged, and whether they run; the lexicon reads without."""
    from musnad.extract.encoder import packaged

    name = "learned model"
    if not packaged.available():
        return Finding(name, State.MISSING, f"no files in {packaged.FOLDER}: the lexicon reads alone", needed=False)
    try:
        changed = packaged.changed_files()
        if changed:
            return Finding(name, State.BROKEN, f"not the packaged file: {', '.join(changed)}")
        card = packaged.card()
        packaged.packaged(1)
    except Exception as error:
        return Finding(name, State.BROKEN, f"{type(error).__name__}: {error}")
    return Finding(name, State.OK, f"{card.layers} layers, weights {card.weights}")


def musnad() -> Finding:
    """Musnad's own version, and whether it is installed, so that its dependencies are known."""
    versions = f"{__version__} (reader {READER_VERSION}, schema {SCHEMA_VERSION})"
    try:
        metadata.version("musnad")
    except metadata.PackageNotFoundError:
        return Finding("musnad", State.BROKEN, f"{versions}, not installed as a package: what it needs is not known")
    return Finding("musnad", State.OK, versions)


def python() -> Finding:
    """The interpreter."""
    return Finding("python", State.OK, f"{platform.python_version()} at {sys.executable}")


def system() -> Finding:
    """The machine."""
    from musnad.cli.jobs import cores

    return Finding("system", State.OK, f"{platform.platform()}, cores: {cores()}")


def requirements(of_extra: str | None = None) -> list[str]:
    """The packages that Musnad needs, or that one of its extras adds, as the installed metadata write them."""
    try:
        written = metadata.requires("musnad") or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for line in written:
        requirement, _, marker = line.partition(";")
        named = re.search(r"""extra == ['"]([^'"]+)""", marker)
        if (named and named[1]) == of_extra:
            found.append(requirement.strip())
    return found


def package(requirement: str) -> Finding:
    """A needed package: whether it is there, of a version that will do, and can be imported."""
    finding = _installed(requirement)
    try:
        for module in _modules(finding.name) if finding.state is State.OK else ():
            importlib.import_module(module)
    except Exception as error:
        return finding._replace(state=State.BROKEN, detail=f"{finding.detail}, but: {_told(error)}")
    return finding


def _installed(requirement: str) -> Finding:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    limits = ",".join(sign + number for sign, number in _limits(requirement))
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, State.MISSING, f"not installed; {limits} is needed")
    if not all((_numbers(version) < _numbers(number)) == (sign == "<") for sign, number in _limits(requirement)):
        return Finding(name, State.BROKEN, f"{version}; {limits} is needed")
    return Finding(name, State.OK, version)


def _limits(requirement: str) -> list[tuple[str, str]]:
    """The limits of a requirement; `>=` and `<` are the only signs that Musnad's own have."""
    return re.findall(r"(>=|<)\s*([\d.]+)", requirement)


def _numbers(version: str) -> list[int]:
    return [*map(int, re.findall(r"\d+", version)), 0, 0, 0][:3]


def _modules(distribution: str) -> list[str]:
    """The public packages at the top of a distribution, where its metadata list its files."""
    files = metadata.files(distribution) or []
    tops = {file.parts[0] for file in files if len(file.parts) == 2 and file.name == "__init__.py"}
    return sorted(top for top in tops if top.isidentifier() and not top.startswith("_"))


def extra(name: str) -> Finding:
    """An optional extra: whether all of its packages are there."""
    packages = list(map(_installed, requirements(name)))
    wanting = [found.name for found in packages if found.state is not State.OK]
    if packages and not wanting:
        return Finding(name, State.OK, EXTRAS[name], needed=False)
    detail = f"{EXTRAS[name]}: pip install 'musnad[{name}]' (for {', '.join(wanting) or 'its packages'})"
    return Finding(name, State.MISSING, detail, needed=False)


def data(name: str, load: Callable[[], str]) -> Finding:
    """Data that come with Musnad: `load` loads them and says how much there is."""
    try:
        return Finding(name, State.OK, load())
    except Exception as error:
        return Finding(name, State.BROKEN, _told(error))


def _codebook() -> str:
    from musnad.codebook import codebook

    vocabularies = codebook().vocabularies()
    return f"{len(vocabularies)} vocabularies, {sum(map(len, vocabularies.values())):,} codes"


def _lexicon() -> str:
    from musnad.extract.lexicon import entries, phrases, senses
    from musnad.extract.weapons import lexicon

    weapons = sum(map(len, lexicon().kinds.values()))
    multi_word = sum(map(len, phrases().values()))
    return f"{len(senses())} senses, {len(entries()):,} word forms, {multi_word:,} phrases, {weapons:,} weapon phrases"


def _gazetteer() -> str:
    from musnad.registry.places import country_names, places

    return f"{len(places()):,} rows, {len(country_names())} countries among them"


def _actors() -> str:
    from musnad.registry.actors import actors

    return f"{len(actors()):,} rows"


def _roles() -> str:
    from musnad.registry.roles import nationality_forms, role_forms

    return f"{len(role_forms()):,} forms of roles, {len(nationality_forms()):,} of nationalities"


def _weights() -> str:
    from musnad.extract.linear import models

    return f"{len(models())} models, {sum(len(model.features) for model in models().values()):,} features"


DATA: dict[str, Callable[[], str]] = {
    "codebook": _codebook,
    "trigger and weapon lexicon": _lexicon,
    "gazetteer": _gazetteer,
    "registry of actors": _actors,
    "roles and nationalities": _roles,
    "linear weights": _weights,
}


def self_test() -> Finding:
    """Whether a sentence is read into the one event that it tells, and how long that takes."""
    try:
        first, found = _timed()
        again, _ = _timed()
    except Exception as error:
        return Finding("self-test", State.BROKEN, _told(error))
    wrong = [f"{key}: {found[key]!r}, not {value!r}" for key, value in EXPECTED.items() if found[key] != value]
    if wrong:
        return Finding("self-test", State.BROKEN, "; ".join(wrong))
    detail = f"a sentence gives the event that it tells, at first in {first:.2f} s, then in {again:.3f} s"
    return Finding("self-test", State.OK, detail)


def _timed() -> tuple[float, dict[str, str]]:
    start = time.perf_counter()
    from musnad.reader import read
    from musnad.schema import Article

    found = told_by(read(Article(id="self-test", text=SENTENCE, published=PUBLISHED)))
    return time.perf_counter() - start, found


def told_by(reading: "Reading") -> dict[str, str]:
    """What the self-test looks at, as text, in the form of `EXPECTED`."""
    events = reading.events
    return {
        "event": ", ".join(event.sub_event_type for event in events),
        "date": ", ".join(str(event.date and event.date.start) for event in events),
        "place": ", ".join(place.name for event in events for place in event.places),
        "killed": ", ".join(str(toll.min) for event in events for toll in event.casualties if toll.status == "killed"),
        "source": ", ".join(source.name for event in events for source in event.sources),
        "problems": "; ".join(problem.message for problem in reading.problems),
    }


def encoding() -> Finding:
    """The encoding of standard output, which Musnad does not depend on."""
    name = sys.stdout.encoding or "unknown"
    utf_8 = name.lower().replace("-", "") == "utf8"
    return Finding("encoding", State.OK, name if utf_8 else f"{name}; Musnad writes UTF-8 all the same")


def directions() -> Finding:
    """Whether Arabic is kept apart from the Latin text around it by marks that terminals obey."""
    from musnad.cli.terminal import Terminal

    isolated = "Arabic stands in isolates" if Terminal.of(sys.stdout).bidi else "no terminal: Arabic without isolates"
    return Finding("right to left", State.OK, isolated)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _as_json(findings: Findings, stream: TextIO) -> None:
    import json

    rows = [{"group": heading, **finding._asdict()} for heading, group in findings.items() for finding in group]
    shown = {"version": __version__, "works": not _amiss(findings), "checks": rows}
    stream.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


def _as_table(findings: Findings, stream: TextIO) -> None:
    from musnad.cli.terminal import Terminal

    terminal = Terminal.of(stream)
    width = max(len(finding.name) for group in findings.values() for finding in group)
    for heading, group in findings.items():
        stream.write(terminal.bold(heading) + "\n")
        stream.writelines(_line(finding, width, terminal) for finding in group)
    amiss = _amiss(findings)
    stream.write(f"\nAmiss: {', '.join(amiss)}\n" if amiss else "\nAll that Musnad needs works.\n")


def _line(finding: Finding, width: int, terminal: "Terminal") -> str:
    from musnad.cli.terminal import harmless

    state = f"{finding.state:{STATE_WIDTH}}"
    shown = terminal.bold(state) if finding.amiss else state
    return f"  {shown}  {finding.name:{width}}  {terminal.isolate(harmless(finding.detail))}\n"


def _amiss(findings: Findings) -> list[str]:
    return [finding.name for group in findings.values() for finding in group if finding.amiss]
