"""Bytes to text: byte-order marks, UTF-8, UTF-16, and the two old Arabic code pages.

Detectors of encodings judge by long texts; a news item of one sentence in CP1256 or ISO 8859-6 defeats them.
Arabic bytes are therefore scored here, letter by letter, and charset-normalizer is asked only where that fails.
"""

import codecs
from operator import itemgetter
from typing import NamedTuple

from musnad.errors import BadInputError

SAMPLE_BYTES = 65_536
"""How much of the beginning is looked at to find the encoding."""
MAX_DAMAGED_SHARE = 0.02
"""A text is still taken for UTF-8 where at most this share of its characters cannot be decoded."""
MAX_CONTROL_SHARE = 0.02
"""More control bytes than this are binary data."""
UTF_16_SHARE = 0.7
"""The share of 16-bit units that must lie in the Latin or Arabic block for UTF-16 without a mark."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_ARABIC_CODE_PAGES = ("cp1256", "iso8859_6")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
# Arabic letters from the most to the least frequent, in four bands: what a reading of bytes as Arabic is paid for.
_BANDS = (("الينمورت", 4), ("بعدسفكهقحةجأ", 3), ("شصىخطإذءضز", 2), ("غثئظؤآ", 1))
_PAID = {letter: points for letters, points in _BANDS for letter in letters} | dict.fromkeys("،؛؟ـًٌٍَُِّْ", 1)
_FINE = _PAID | dict.fromkeys("«»“”‘’–—…•٪٠١٢٣٤٥٦٧٨٩\u200c\u200d\u200e\u200f\xa0×", 0)
_FOREIGN_COST = 8


class Decoded(NamedTuple):
    """A text, the encoding that it was read in, and how many of its characters could not be decoded (U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of `raw`; `declared` is the encoding that the document names for itself, tried among others.

    BadInputError where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _lenient(raw, encoding)
    _refuse_known_formats(raw)
    if wide := _utf_16_without_mark(raw[:SAMPLE_BYTES]):
        return _lenient(raw, wide)
    _refuse_binary(raw[:SAMPLE_BYTES])
    return _utf_8(raw) or _code_page(raw, declared) or _guessed(raw)


def _lenient(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _refuse_known_formats(raw: bytes) -> None:
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise BadInputError(f"this is {name}, not text")


def _refuse_binary(sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * len(sample):
        raise BadInputError("this is binary data, not text")


def _utf_16_without_mark(sample: bytes) -> str | None:
    """The byte order of UTF-16 that holds Arabic or Latin text, by its constant high bytes."""
    units = len(sample) // 2
    if units == 0:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        text_like = high.count(0) + high.count(6)
        if text_like >= UTF_16_SHARE * units and low.count(0) <= 0.05 * units:
            return encoding
    return None


def _utf_8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        decoded = _lenient(raw, "utf-8")
        return decoded if decoded.damaged <= MAX_DAMAGED_SHARE * len(decoded.text) else None


def _code_page(raw: bytes, declared: str | None) -> Decoded | None:
    """The reading as an Arabic code page that is paid most, if any is paid at all; of equals the commoner one."""
    readings = []
    for encoding in dict.fromkeys((*_known(declared), *_ARABIC_CODE_PAGES)):
        try:
            text = raw[:SAMPLE_BYTES].decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((arabic_score(text), encoding))
    score, encoding = max(readings, key=itemgetter(0), default=(0.0, ""))
    return _lenient(raw, encoding) if score > 0 else None


def _known(encoding: str | None) -> tuple[str, ...]:
    try:
        return (codecs.lookup(encoding).name,) if encoding else ()
    except LookupError:
        return ()


def arabic_score(text: str) -> float:
    """How much like Arabic news a reading of bytes looks: the mean over its characters outside ASCII.

    Frequent letters are paid more than rare ones; a letter of another script costs, and so does a control.
    """
    outside = [char for char in text if not char.isascii()]
    points = sum(_FINE.get(char, -_FOREIGN_COST) for char in outside)
    articles = sum(word.startswith(("ال", "وال", "بال", "لل")) for word in text.split())
    return (points + 4 * articles) / max(len(outside), 1)


def _guessed(raw: bytes) -> Decoded:
    """What charset-normalizer makes of it; BadInputError where that finds no text either."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:SAMPLE_BYTES]).best()
    if best is None:
        raise BadInputError("the encoding is not known; save the file as UTF-8")
    return _lenient(raw, best.encoding)
