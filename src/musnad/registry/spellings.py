"""The regular spellings of a place's folded name: declined, joined, and with another letter for a foreign g."""

from collections.abc import Iterable

from musnad.registry.matcher import all_words_of

# First words that old and new papers write joined to the next (`خانيونس`, `ديرالزور`).
JOINED = frozenset("بور بيت تل خان دير عين كفر رام ام".split())
# Declined first words: a name given in one case is met in all three.
DECLINED = {"ابو": ("ابي", "ابا"), "بنو": ("بني",), "ذو": ("ذي",)}
# Foreign g, which papers write in four ways.
FOREIGN_G = frozenset("ML NE BF NG TD CM SN SO ET KE AF IR TR BJ TG".split())


def spellings(name: str, *, foreign: bool = False) -> list[str]:
    """A folded name and its regular other spellings: declined, joined, and with another letter for a foreign g."""
    found = [name]
    first, _, rest = name.partition(" ")
    if rest:
        found += [f"{other} {rest}" for other in DECLINED.get(first, ())]
        if first in JOINED and " " not in rest:
            found.append(first + rest)
    if foreign and "غ" in name and len(name) > 3:
        found += [name.replace("غ", letter) for letter in "جقك"]
    return found


def all_spellings(names: Iterable[str], country: str) -> list[str]:
    """The folded spellings of all names of a place in a country, without repeats."""
    folded = all_words_of(list(names))
    foreign = country in FOREIGN_G
    return list(dict.fromkeys(spelling for name in folded if name for spelling in spellings(name, foreign=foreign)))
