"""What of an event leaves the record: places coarsened, names struck out of every text, fields left out."""

from musnad.merge.withholding.public import Passage, PublicEvent, public
from musnad.merge.withholding.rules import Level, Rule, When, WithholdingError, default_rules, rules_of

__all__ = ["Level", "Passage", "PublicEvent", "Rule", "When", "WithholdingError", "default_rules", "public", "rules_of"]
