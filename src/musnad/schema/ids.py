"""Public identifiers: two letters for the kind, and ten digits of Crockford's base 32 (`ar-7k3m9q2xw0`).

Base 32 after Douglas Crockford (https://www.crockford.com/base32.html): no I, L, O or U, so that a number read out
on the telephone is written down right. Ten digits are 50 bits.
"""

import hashlib

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def public_id(kind: str, name: str, attempt: int = 0) -> str:
    """The identifier of what `name` names for good (an address); `attempt` gives another one where it is taken."""
    digest = hashlib.sha256(f"{kind}\0{attempt}\0{name}".encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big")
    return f"{kind}-" + "".join(DIGITS[(number >> 5 * place) & 31] for place in range(LENGTH))
