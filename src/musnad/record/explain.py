"""Why two claims were taken for one event, or were not."""

import msgspec

from musnad.errors import RecordError
from musnad.merge.explain import Reason, waterfall
from musnad.merge.sketch import Sketch
from musnad.record.models import Claim


def between(first: str, second: str) -> list[Reason]:
    """What speaks for and against two claims being one event (`musnad.merge.explain`); RecordError for an unknown."""
    return waterfall(_sketch(first), _sketch(second))


def _sketch(name: str) -> Sketch:
    packed = Claim.objects.filter(name=name).values_list("sketch", flat=True).first()
    if packed is None:
        raise RecordError(f"no claim {name}")
    return msgspec.msgpack.decode(packed, type=Sketch)
