"""The sub-event type of an event: what its triggers mean by default, corrected by the words around them."""

from collections.abc import Sequence

from musnad.extract.candidates import Candidate
from musnad.extract.lexicon import bare, senses
from musnad.text.document import Document

NEIGHBOURS = 3


def type_features(document: Document, group: Sequence[Candidate]) -> list[str]:
    """The names of the features that hold of an event, told by a group of candidates."""
    held: set[str] = set()
    for candidate in group:
        trigger = candidate.trigger
        held |= {f"sense={trigger.sense}", f"default={senses()[trigger.sense].type}"}
        held.add(f"word={candidate.word}")
        held |= {f"clause={bare(token.fold)}" for token in document.tokens_in(candidate.clause)}
        held |= {
            f"left={bare(token.fold)}" for token in document.tokens[max(0, trigger.first - NEIGHBOURS) : trigger.first]
        }
        held |= {
            f"right={bare(token.fold)}" for token in document.tokens[trigger.last + 1 : trigger.last + 1 + NEIGHBOURS]
        }
        segment = document.segment_at(trigger.span.start)
        if segment is not None:
            held |= {f"segment={bare(token.fold)}" for token in document.tokens_in(segment.span)}
        held |= {f"{value.kind}={tag}" for value in candidate.values for tag in value.tags}
    return sorted(held)
