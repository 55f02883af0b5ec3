"""Addresses in one form, so that a page that two feeds name differently is met once.

Only what provably says nothing of the page goes: the fragment, and parameters that advertisers and feeds add.
(courlan's cleaner is not used here: it also drops `cid`, `eid`, `gallery` and `ref`, by which many sites number their
articles, sorts the parameters, and breaks addresses that hold another one, as those of web archives do.)
"""

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4_096
"""A longer address is none that an article has; servers refuse them."""
_TRACKERS = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|vero|oly)_\w+"
    r"|dclid|fbclid|gbraid|gclid|gclsrc|igsh|igshid|li_fat_id|mc_cid|mc_eid|msclkid|ttclid|twclid|wbraid|yclid|ysclid"
    r"|__twitter_impression|_ga|_gl|_hsenc|_hsmi|at_campaign|at_medium|cmpid|guccounter|ns_campaign|ns_mchannel"
    r"|ns_source|ocid|s_cid|sfnsn|smid|spref|xtor",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def cleaned(written: str, base: str = "") -> str | None:
    """The absolute http(s) address that `written` means on the page `base`; None where it is none.

    Letters beyond ASCII are percent-encoded (UTF-8); host and scheme are in lower case, without their default port.
    """
    text = _SPACES.sub("" if "://" in written else "%20", written.strip().strip("\ufeff\u200e\u200f"))
    try:
        parts = urlsplit(urljoin(base, text.replace("&amp;", "&")))
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        path, query = quote(parts.path or "/", _KEPT), quote(_without_trackers(parts.query), _KEPT)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    whole = urlunsplit((scheme, _host(scheme, parts.netloc), path, query, ""))
    return whole if len(whole) <= MAX_LENGTH else None


def _without_trackers(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not is_tracker(pair))


def is_tracker(pair: str) -> bool:
    """Whether a parameter (`name=value`) says only where a reader came from."""
    return _TRACKERS.fullmatch(unquote(pair.partition("=")[0])) is not None


def _host(scheme: str, netloc: str) -> str:
    """The host, with the port only where it is not the scheme's own; a login in it stays, and is refused later."""
    login, at, host = netloc.rpartition("@")
    default = {"http": ":80", "https": ":443"}.get(scheme, "")
    return f"{login}{at}{host.lower().removesuffix(default) if default else host}"
