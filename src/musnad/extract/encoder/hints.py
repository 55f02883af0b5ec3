"""What lexicon and registries know of each word, told to the encoder beside the word itself.

A small encoder learns the language of conflict news from little; what has been gathered about triggers, names,
numbers and who speaks need not be learned again.
"""

from collections.abc import Iterator

from musnad.extract.candidates import Argument, Surroundings
from musnad.extract.events import title_words
from musnad.extract.lexicon import bare, in_list, senses
from musnad.extract.triggers import find_triggers
from musnad.text.document import Document

COLUMNS = 8
"""Hints of one word that are told; those that come first are kept."""
LISTS = ("irrealis", "connectors")


def word_hints(document: Document, surroundings: Surroundings, title: str) -> list[list[str]]:
    """The hints of each word; `surroundings` hold the arguments that the code finds by itself."""
    hints: list[list[str]] = [[] for _ in document.tokens]
    headline = title_words(title)
    for trigger in find_triggers(document):
        form = trigger.form.inflection
        state = f"{form}+{'passive' if trigger.passive else 'active'}+{'definite' if trigger.definite else 'bare'}"
        hints[trigger.first] += [f"sense={trigger.sense}", f"role={senses()[trigger.sense].role}", f"form={state}"]
        for at in range(trigger.first + 1, trigger.last + 1):
            hints[at].append("inside trigger")
    for argument in (a for held in surroundings.of_kind.values() for a in held):
        place = surroundings.setting(argument)
        hints[place.first] += _of_argument(argument)
        for at in range(place.first + 1, place.last + 1):
            hints[at].append(f"inside {argument.kind}")
    for segment in document.segments:
        first = document.token_index(segment.span.start)
        if first < len(hints):
            hints[first].append(f"opens {segment.kind}")
    for at, token in enumerate(document.tokens):
        hints[at] += _of_word(token.fold, headline)
    return hints


def _of_argument(argument: Argument) -> Iterator[str]:
    yield f"begins {argument.kind}"
    yield from (f"{argument.kind}:{tag}" for tag in argument.tags[:2])


def _of_word(word: str, headline: frozenset[str]) -> Iterator[str]:
    if len(word) > 2 and bare(word) in headline:
        yield "in title"
    yield from (name for name in LISTS if in_list(word, name))
