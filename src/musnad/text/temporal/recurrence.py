"""What happens again and again: `كل جمعة`, `أيام السبت`, `يوميا`."""

from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Recurrence


def recurrence(stream: Stream, at: int) -> Hit | None:
    """A set of days."""
    if every := stream.get(at, "every"):
        place = stream.skip(every.end, "day_word")
        name = stream.get(place, "weekday", "bare_weekday")
        if name:
            return Hit(Recurrence(name.payload), name.end)
        unit = stream.get(every.end, "unit")
        return Hit(Recurrence(None), unit.end) if unit and unit.payload[1] == 1 else None
    if word := stream.get(at, "days_word"):
        name = stream.get(word.end, "weekday")
        if name and not stream.get(name.end, "and", "which"):
            return Hit(Recurrence(name.payload), name.end)
    return None
