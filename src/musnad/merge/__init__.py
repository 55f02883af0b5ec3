"""The same event in several articles: block, compare, score, cluster, explain."""

from musnad.merge.blocking import keys
from musnad.merge.claims import Claim, claims_of
from musnad.merge.cluster import LARGEST, Pair, components, groups
from musnad.merge.explain import Reason, waterfall
from musnad.merge.grouping import group
from musnad.merge.score import EDGE, score
from musnad.merge.sketch import Sketch, sketch

__all__ = [
    "EDGE",
    "LARGEST",
    "Claim",
    "Pair",
    "Reason",
    "Sketch",
    "claims_of",
    "components",
    "group",
    "groups",
    "keys",
    "score",
    "sketch",
    "waterfall",
]
