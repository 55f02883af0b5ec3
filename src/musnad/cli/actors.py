"""`musnad actors`: search the registry of actors, and show one."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from musnad.cli.read import Language, opened
from musnad.cli.terminal import Terminal, harmless
from musnad.cli.writers import named_where_full
from musnad.data import load_yaml

if TYPE_CHECKING:
    from musnad.registry.actor_facts import ActorFacts, Holder, Relation
    from musnad.registry.actor_search import ActorHit
    from musnad.registry.actors import Actor

NOT_FOUND = 1
LABEL_WIDTH = 17
COMMA = {"en": ", ", "ar": "، "}

actors = typer.Typer(help="Search the registry of actors, and show one.", no_args_is_help=True)

Query = Annotated[
    str, typer.Argument(metavar="QUERY", help="A name in Arabic or Latin letters, an abbreviation or an id.")
]
Identifier = Annotated[str, typer.Argument(metavar="ID", help="The id of an actor, as search shows it.")]
Limit = Annotated[int, typer.Option(min=1, help="How many actors to show at most.")]
LabelLanguage = Annotated[Language, typer.Option(help="Language of the labels and of the name that comes first.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@actors.command("search")
def search(query: Query, limit: Limit = 10, lang: LabelLanguage = Language.EN, as_json: AsJson = False) -> None:
    """Find actors by name, however it is spelt or romanised, by abbreviation, or by who holds an office.

    The exit status is 0 where an actor was found, 1 where none was.
    """
    from musnad.registry.actor_search import search_actors

    hits = search_actors(query, limit=limit)
    _print(hits, as_json, lambda terminal: _hit_lines(hits, lang.value, terminal))
    raise typer.Exit(0 if hits else NOT_FOUND)


@actors.command("show")
def show(identifier: Identifier, lang: LabelLanguage = Language.EN, as_json: AsJson = False) -> None:
    """Show an actor: its names, those that take a side, who holds an office, and relations with whose word they are.

    The exit status is 0 where the actor is known, 1 where it is not.
    """
    from musnad.registry.actor_facts import all_actors, facts_of

    actor = all_actors().get(identifier)
    if actor is None:
        typer.echo(f"musnad: {identifier!r} is no actor's id; try: musnad actors search {identifier!r}", err=True)
        raise typer.Exit(NOT_FOUND)
    facts = facts_of(identifier)
    told = msgspec.to_builtins(actor) | msgspec.to_builtins(facts)
    _print(told, as_json, lambda terminal: _actor_lines(actor, facts, lang.value, terminal))


def _print(told: Any, as_json: bool, lines: Callable[[Terminal], Iterator[str]]) -> None:
    with named_where_full(None), opened(None) as stream:
        if as_json:
            stream.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
        else:
            stream.writelines(f"{line}\n" for line in lines(Terminal.of(stream)))


def _words(language: str) -> dict[str, str]:
    return {name: labels[language] for name, labels in load_yaml("musnad.cli", "actors.yaml").items()}


def _hit_lines(hits: "list[ActorHit]", language: str, terminal: Terminal) -> Iterator[str]:
    """Two lines an actor: its names; what it is, which name fits, and its id."""
    words = _words(language)
    if not hits:
        yield words["nothing"]
    for hit in hits:
        yield terminal.bold(_both(hit.name_ar, hit.name_en, language, terminal))
        told = [_type(hit.type, language), hit.country]
        if hit.matched not in (hit.name_ar, hit.name_en):
            told.append(words["matched"].format(terminal.isolate(harmless(hit.matched))))
        shown = COMMA[language].join(terminal.isolate(part) for part in told if part)
        yield f"  {shown}  {terminal.dim(terminal.isolate(hit.id))}"


def _both(arabic: str, english: str, language: str, terminal: Terminal) -> str:
    names = [terminal.isolate(harmless(name)) for name in (arabic, english)]
    return "  ".join(names if language == "ar" else reversed(names))


def _actor_lines(actor: "Actor", facts: "ActorFacts", language: str, terminal: Terminal) -> Iterator[str]:
    words = _words(language)
    yield terminal.bold(_both(actor.names[0], actor.en, language, terminal))
    plain = tuple(name for name in actor.names if name not in facts.slanted)
    rows = {
        "type": (_type(actor.type, language),),
        "country": (actor.country,) if actor.country else (),
        "names": plain,
        "slanted": facts.slanted,
        "guarded": actor.guarded,
        "latin": facts.latin,
    }
    for label, values in rows.items():
        if values:
            shown = COMMA[language].join(terminal.isolate(harmless(value)) for value in values)
            yield f"  {terminal.dim(f'{words[label]:<{LABEL_WIDTH}}')}{shown}"
    yield from _listed(words["holders"], [_holder(one, words, language, terminal) for one in facts.holders], terminal)
    relations = [_relation(one, words, language, terminal) for one in facts.relations]
    yield from _listed(words["relations"], relations, terminal)


def _listed(label: str, lines: list[str], terminal: Terminal) -> Iterator[str]:
    """Lines under one label, which stands before the first."""
    for number, line in enumerate(lines):
        yield f"  {terminal.dim(f'{label if number == 0 else str():<{LABEL_WIDTH}}')}{line}"


def _holder(holder: "Holder", words: dict[str, str], language: str, terminal: Terminal) -> str:
    term = f"{holder.since or '…'} – {holder.until or words['now']}"
    return f"{_both(holder.ar, holder.en, language, terminal)}  {terminal.isolate(term)}"


def _relation(relation: "Relation", words: dict[str, str], language: str, terminal: Terminal) -> str:
    """A relation as a line; where it is somebody's word, whose."""
    from musnad.registry.actor_facts import all_actors

    other = all_actors()[relation.to]
    name = other.names[0] if language == "ar" else other.en
    parts = [words[relation.kind], terminal.isolate(name), terminal.dim(terminal.isolate(other.id))]
    if relation.since or relation.until:
        parts.append(terminal.isolate(f"({relation.since or '…'} – {relation.until or '…'})"))
    if relation.said_by:
        parts.append(f"({words['said_by'].format(terminal.isolate(relation.said_by))})")
    return " ".join(parts)


def _type(code: str, language: str) -> str:
    from musnad.codebook import codebook

    return codebook().actor_types[code].label("ar" if language == "ar" else "en")
