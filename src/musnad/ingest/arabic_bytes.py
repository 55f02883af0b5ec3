"""May these bytes be an Arabic page? Said before anything is decoded or parsed, at hundreds of megabytes a second.

An archive of the world's news holds fifty pages in other languages for one in Arabic. The question here is only
whether a page can be left unread: `ingest/checks.py` looks at the text of those that pass.
"""

import re

MIN_LETTERS = 12
"""Arabic letters from which on a page may be an Arabic one: fewer make no sentence."""
SAMPLE_BYTES = 4_000_000
"""How much of a page is looked at."""

# The letters: U+0620 to U+06FF is D8 A0 to DB BF in UTF-8; presentation forms are EF AD 90 to EF BB BC.
_ARABIC_LEADS = bytes(range(0xD8, 0xDC))
_PRESENTATION = re.compile(rb"\xef[\xad-\xbb][\x80-\xbf]")
_REFERENCE = re.compile(rb"&#(?:1[56]\d\d|17[0-8]\d|x0*6[2-9a-f][0-9a-f]|6[45]\d\d\d|x0*f[bcde][0-9a-f]{2})\b", re.I)
_ESCAPE = re.compile(rb"\\u(?:06[2-9a-f]|f[bcde][0-9a-f])[0-9a-f]", re.I)
# Words of an Arabic code page are runs of bytes above ASCII; the accents of a Latin one mostly stand alone.
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_ASCII = bytes(range(0x80))


def may_be_arabic(raw: bytes) -> bool:
    """Whether a page can hold an Arabic article; False only where it holds hardly an Arabic letter in any encoding."""
    raw = raw[:SAMPLE_BYTES]
    wide = raw.translate(None, _ASCII)
    if _leads(wide) >= MIN_LETTERS or _is_utf_16(raw):
        return True
    if _written_in_ascii(raw) >= MIN_LETTERS:
        return True
    if len(wide) < MIN_LETTERS:
        return False
    return len(_PRESENTATION.findall(raw)) >= MIN_LETTERS if _is_utf_8(raw) else _in_a_code_page(raw)


def _leads(wide: bytes) -> int:
    """Bytes that begin an Arabic letter in UTF-8 (or are letters in a code page)."""
    return len(wide) - len(wide.translate(None, _ARABIC_LEADS))


def _is_utf_16(raw: bytes) -> bool:
    """UTF-16 and UTF-32 are rare enough to let all of them pass."""
    return raw.startswith(_WIDE_MARKS) or raw[:4096].count(0) > len(raw[:4096]) // 32


def _written_in_ascii(raw: bytes) -> int:
    """Letters written as numeric references (&#1575;) or as JSON escapes."""
    found = 0
    if b"&#" in raw:
        found += len(_REFERENCE.findall(raw))
    if b"\\u" in raw:
        found += len(_ESCAPE.findall(raw))
    return found


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(raw) - 4 and len(raw) == SAMPLE_BYTES
    return True


def _in_a_code_page(raw: bytes) -> bool:
    return sum(map(len, _RUN.findall(raw))) >= MIN_LETTERS
