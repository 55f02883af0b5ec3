"""The same event in several articles: block, compare, score, cluster, explain."""

from musnad.merge.claims import Claim, claims_of

__all__ = ["Claim", "claims_of"]
