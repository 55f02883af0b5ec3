"""The certainty grade of an event, by an open rule: the first that holds (codes of `certainty_grades.yaml`).

1. `discounted` where no report tells the event but to deny it.
2. `contested` where a report denies it, neither side's admission settles it, and those that tell it are fewer than
   OUTWEIGHS times those that deny it.
3. `contested` where reports name rival actors of whom none alone has claimed it, and none is named by SETTLES of the
   independent reports that name any.
4. `confirmed` where both actor and target admit it, or SEVERAL independent reports that are firm tell it.
5. `fair` where a firm report tells it, or SEVERAL independent reports that are not.
6. `weak` for what is left.

A report is firm where it names a source that is neither nameless nor a party to the event, or tells it in the outlet's
own words. That an event was shown not to have happened only an editor can say. Several is two, as in the Admiralty
code's credibility 1, "confirmed by other independent sources" (NATO STANAG 2511).
"""

from fractions import Fraction
from typing import Literal

import msgspec

from musnad.codebook import Text
from musnad.data import load_yaml

SEVERAL = 2
OUTWEIGHS = 3
SETTLES = Fraction(2, 3)
GradeCode = Literal["confirmed", "fair", "weak", "contested", "discounted"]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What the grade follows from; numbers are of independent reports.

    `telling` tell the event, `firm` of these are firm, `denying` only deny it. `kinds` are the kinds of the sources
    that are named. `actors` are rival sides, `named` how many reports name any, `leading` how many the most named one,
    `claimants` how many of the rivals claim the event.
    """

    telling: int
    firm: int = 0
    denying: int = 0
    kinds: tuple[str, ...] = ()
    actor_admits: bool = False
    target_admits: bool = False
    actors: int = 0
    named: int = 0
    leading: int = 0
    claimants: int = 0

    @property
    def both_admit(self) -> bool:
        """Whether actor and target each tell it themselves."""
        return self.actor_admits and self.target_admits

    @property
    def denial_stands(self) -> bool:
        """Whether what is at hand does not settle a denial."""
        return self.denying > 0 and not self.both_admit and self.telling < OUTWEIGHS * self.denying

    @property
    def actor_disputed(self) -> bool:
        """Whether what is at hand does not settle who did it."""
        return self.actors > 1 and self.claimants != 1 and self.leading < SETTLES * self.named


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """The grade `shown`, the code of the `reason`, and what it follows from; `rule` is `editor` for an editor's."""

    shown: GradeCode
    reason: str
    inputs: Inputs
    rule: Literal["open", "editor"] = "open"

    @property
    def words(self) -> Text:
        """The reason as a sentence in both languages, with the numbers it rests on."""
        held = reasons()[self.reason]
        numbers = msgspec.structs.asdict(self.inputs)
        return Text(ar=held.ar.format(**numbers), en=held.en.format(**numbers))


def grade_of(inputs: Inputs) -> Grade:
    """The grade that follows from the inputs (see above)."""
    shown, reason = _graded(inputs)
    return Grade(shown=shown, reason=reason, inputs=inputs)


def _graded(inputs: Inputs) -> tuple[GradeCode, str]:
    if not inputs.telling:
        return "discounted", "only denied"
    if inputs.denial_stands:
        return "contested", "denied"
    if inputs.actor_disputed:
        return "contested", "rival actors"
    if inputs.both_admit:
        return "confirmed", "both admit"
    if inputs.firm >= SEVERAL:
        return "confirmed", "several firm"
    return _lesser(inputs)


def _lesser(inputs: Inputs) -> tuple[GradeCode, str]:
    """The grade of what no two firm reports tell."""
    if inputs.firm:
        return "fair", "one firm"
    if inputs.telling >= SEVERAL:
        return "fair", "several not firm"
    return "weak", "one not firm"


def reasons() -> dict[str, Text]:
    """The sentences for reasons, with the names of inputs in braces."""
    rows = load_yaml("musnad.merge", "grade.yaml")
    return {code: Text(**words) for code, words in rows.items()}
