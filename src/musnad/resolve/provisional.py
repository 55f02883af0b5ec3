"""Provisional identities: groups with a name of their own that the registry lacks, for an editor to confirm.

The id is made of the folded name alone, so that the same name has the same id in every article: `كتيبة «الفُرقان»`
and `لكتيبة الفرقان` are both `new:كتيبه-الفرقان`.
"""

from musnad.extract.actors import lists
from musnad.registry.matcher import words_of
from musnad.registry.roles import nationality_forms, role_forms
from musnad.resolve.bodies import ARTICLE, bare_forms, bodies
from musnad.text.normalise import fold

MARK = "new:"
METHOD = "provisional identity"
HEADS = frozenset(
    map(
        fold,
        "ألوية أنصار تجمع تنظيم جبهة جماعة جمعية جيش حركة حزب رابطة سرايا سرية شبكة عصبة فرقة فصيل فوج فيلق قوات قوة "
        "كتائب كتيبة لواء ميليشيا مليشيا ميليشيات مليشيات مجلس مجموعة هيئة قبيلة عشيرة عشائر قبائل".split(),
    )
)
# Brigades and battalions are known by their numbers.
NUMBERED = frozenset(map(fold, ("لواء", "كتيبة", "فوج", "فرقة", "سرية")))
MAX_WORDS, DUALS = 5, ("ان", "ين")
ENDS = frozenset(map(fold, "من في على إلى عن مع التي الذي الذين بقيادة بإمرة ب المسلحة المسلح التابعة التابع".split()))


def is_provisional(identifier: str) -> bool:
    """Whether an id is that of a provisional identity, which the registry does not hold."""
    return identifier.startswith(MARK)


def provisional_id(quote: str) -> str | None:
    """The identity of a group with a name of its own (`لواء النصر`), None where the words only describe one."""
    words = words_of(quote).split()
    for at, word in enumerate(words):
        head = next((form for form in bare_forms(word) if form in HEADS), None)
        if head is not None:
            name = _name(words[at + 1 :])
            return f"{MARK}{'-'.join((head, *name))}" if name and _is_own(head, name) else None
    return None


def _name(words: list[str]) -> list[str]:
    """The words of the name after its head: up to a particle, a bracket or the adjective of a country."""
    taken: list[str] = []
    for word in words[:MAX_WORDS]:
        if word in ENDS or not word[0].isalnum() or word.removeprefix(ARTICLE) in nationality_forms():
            break
        taken.append(word)
    return taken


def _is_own(head: str, name: list[str]) -> bool:
    """Whether words name rather than describe: no adjective, role noun, body or number of men."""
    first = name[0]
    if first.isdecimal():
        return head in NUMBERED
    bare = first.removeprefix(ARTICLE)
    is_noun = bare in lists().units | lists().objects and not bare.endswith(DUALS)
    known = is_noun or bare in lists().descriptors or bare in role_forms()
    return len(bare) > 2 and not known and first not in lists().stops and " ".join((head, *name)) not in bodies()
