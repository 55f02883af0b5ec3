"""The pictures, videos and recordings of an article: what stands in its body or above it, with absolute addresses."""

import re

import lxml.html

from musnad.ingest.page import zones
from musnad.ingest.page.assembly import address
from musnad.schema import Medium

MIN_PIXELS = 100
"""A narrower picture is an icon, a portrait of the author or a counting pixel."""

_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazyload", "data-image", "data-url", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLAYERS = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo|dailymotion\.com/embed|facebook\.com/plugins/video", re.I
)
_SOUNDS = re.compile(r"soundcloud\.com/player|spotify\.com/embed|anchor\.fm", re.I)
_NO_PICTURE = re.compile(
    r"^data:|\.svg(?:$|\?)|logo|icon|sprite|avatar|gravatar|pixel|spacer|blank\.|placeholder|1x1", re.I
)
_SPACE = re.compile(r"\s+")


def media(parts: list[lxml.html.HtmlElement], base: str | None) -> list[Medium]:
    """The media of the elements `parts`, in page order, each address once."""
    found: dict[str, Medium] = {}
    for part in parts:
        for element in part.iter("img", "amp-img", "video", "amp-video", "audio", "amp-audio", "iframe", "amp-youtube"):
            medium = None if _apart(element, part) else _medium(element, base)
            if medium is not None:
                found.setdefault(medium.url, medium)
    return list(found.values())


def _apart(element: lxml.html.HtmlElement, part: lxml.html.HtmlElement) -> bool:
    """Whether the element stands in a zone of the page that is no article."""
    for above in element.iterancestors():
        if above is part:
            return False
        if zones.zone_of(above.tag, above.attrib) not in (None, "caption", "hidden", "noscript"):
            return True
    return False


def _medium(element: lxml.html.HtmlElement, base: str | None) -> Medium | None:
    tag = element.tag
    if tag in ("img", "amp-img"):
        kind, written = "image", _picture(element)
    elif tag in ("video", "amp-video", "audio", "amp-audio"):
        kind, written = tag.removeprefix("amp-"), _stream(element)
    elif tag == "amp-youtube":
        kind, written = "video", f"https://www.youtube.com/watch?v={element.get('data-videoid', '')}"
    else:
        kind, written = _player(element)
    url = address(written, base) if written else None
    return Medium(kind=kind, url=url, caption=_caption(element)) if url else None


def _picture(image: lxml.html.HtmlElement) -> str:
    if any(size.isdigit() and int(size) < MIN_PIXELS for size in (image.get("width", ""), image.get("height", ""))):
        return ""
    sets = [image.get(name, "").split(",")[-1].split() for name in _SETS]
    candidates = [image.get(name, "") for name in _SOURCES] + [parts[0] for parts in sets if parts]
    return next((source for source in candidates if source.strip() and not _NO_PICTURE.search(source)), "")


def _stream(element: lxml.html.HtmlElement) -> str:
    inner = element.find(".//source")
    return element.get("src") or element.get("data-src") or (inner.get("src", "") if inner is not None else "")


def _player(frame: lxml.html.HtmlElement) -> tuple[str, str]:
    source = frame.get("data-src") or frame.get("data-lazy-src") or frame.get("src") or ""
    kind = "video" if _PLAYERS.search(source) else "audio" if _SOUNDS.search(source) else ""
    return kind, source if kind else ""


def _caption(element: lxml.html.HtmlElement) -> str:
    """The caption in the figure, or the box named for captions, that the element stands in."""
    for above in element.iterancestors("figure", "div", "table"):
        if above.tag == "figure" or zones.zone_of("div", above.attrib) == "caption":
            captions = [
                one for one in above.iter() if one is not above and zones.zone_of(one.tag, one.attrib) == "caption"
            ]
            return _SPACE.sub(" ", captions[0].text_content()).strip() if captions else ""
    return ""
