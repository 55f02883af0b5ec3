"""Where a fetch may go: only to public hosts over HTTP, whatever way an address is written.

Rules after OWASP's Server-Side Request Forgery Prevention Cheat Sheet. Here an address is judged as written; where
its name leads is judged once more when it is connected to (`connections.py`), so that no second answer of a name
server can lead elsewhere.
"""

import ipaddress
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

import idna

PORTS = {"http": 80, "https": 443}
USUAL_PORTS = frozenset({80, 443, 8000, 8080, 8443})
LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".localdomain")
"""Names that lead into the own network (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`) and to clouds' metadata."""
METADATA = frozenset({"169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"})
"""Where clouds tell a machine its own secrets."""

_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+", re.IGNORECASE)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
"""For a network's own use (RFC 8215): where in it an IPv4 address stands is that network's matter."""
_COMPATIBLE = ipaddress.IPv6Network("::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class UnsafeAddressError(Exception):
    """An address that is not gone to; says why."""


class Target(NamedTuple):
    """An address that may be asked: as it is requested, its host in ASCII, and whether the operator allows the host."""

    url: str
    scheme: str
    host: str
    port: int
    allowed: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt holds for."""
        return f"{self.scheme}://{self.host}:{self.port}"


def target(url: str, allow_hosts: frozenset[str] = frozenset()) -> Target:
    """The address as it is requested; UnsafeAddressError where it is none that is gone to."""
    if _BLANK.search(url):
        raise UnsafeAddressError("blanks, control characters or backslashes in the address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnsafeAddressError(f"malformed address: {error}") from None
    if parts.scheme not in PORTS:
        raise UnsafeAddressError(f"the scheme {parts.scheme or 'of no name'!r}: only http and https are fetched")
    if "@" in parts.netloc:
        raise UnsafeAddressError("credentials in the address")
    host = _host(parts.hostname or "")
    port = PORTS[parts.scheme] if port is None else port
    allowed = bool(allow_hosts & {host, f"{host}:{port}", f"[{host}]:{port}"})
    if not allowed:
        _refuse_local(host, port)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port == PORTS[parts.scheme] else f"{shown}:{port}"
    return Target(
        urlunsplit((parts.scheme, netloc, _ascii(parts.path) or "/", _ascii(parts.query), "")),
        parts.scheme,
        host,
        port,
        allowed,
    )


def _ascii(part: str) -> str:
    """A path or query as it is sent: letters outside ASCII as their UTF-8 bytes in percent signs, all else as it is."""
    return quote(part, safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8", errors="replace")


def _host(written: str) -> str:
    """The host in ASCII and lower case, without the dot at its end."""
    if not written:
        raise UnsafeAddressError("no host in the address")
    if "%" in written:
        raise UnsafeAddressError("a percent sign in the host")
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written))
        except ValueError as error:
            raise UnsafeAddressError(f"malformed address: {error}") from None
    plain = unicodedata.normalize("NFKC", written).replace("。", ".").lower().removesuffix(".")
    labels = plain.split(".")
    if not plain.isascii():
        try:
            labels = [label if label.isascii() else idna.encode(label).decode("ascii") for label in labels]
        except idna.IDNAError as error:
            raise UnsafeAddressError(f"a host that is no name: {error}") from None
    if all(map(_NUMBER.fullmatch, labels)):
        return _ipv4(written, labels)
    if not all(map(_NAME.fullmatch, labels)):
        raise UnsafeAddressError(f"a host that is no name: {written!r}")
    return ".".join(labels)


def _ipv4(written: str, labels: list[str]) -> str:
    """An IPv4 address in its usual form; other forms (2130706433, 0177.0.0.1, 127.1) only ever hide one."""
    host = ".".join(labels)
    try:
        if host == written:
            return str(ipaddress.IPv4Address(host))
    except ValueError:
        pass
    raise UnsafeAddressError(f"an IP address in an unusual form: {written!r}")


def _refuse_local(host: str, port: int) -> None:
    address = ip_address(host)
    if address is not None and (reason := why_not(address)):
        raise UnsafeAddressError(f"{host} is {reason}")
    if host == "localhost" or host.endswith(LOCAL_SUFFIXES):
        raise UnsafeAddressError(f"{host} is a name of the own network")
    if address is None and "." not in host:
        raise UnsafeAddressError(f"{host} is no public name")
    if port not in USUAL_PORTS:
        raise UnsafeAddressError(f"the port {port}: pages are served at {', '.join(map(str, sorted(USUAL_PORTS)))}")


def ip_address(host: str) -> IPAddress | None:
    """The IP address that a host is written as; None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def why_not(address: IPAddress) -> str:
    """What an IP address is that is not gone to; empty for a public one."""
    if str(address) in METADATA:
        return "a cloud's metadata service"
    inner = _inner(address)
    if inner is not None:
        reason = why_not(inner)
        return f"{reason} ({inner}) inside an IPv6 address" if reason else ""
    for reason, is_so in _kinds(address).items():
        if is_so:
            return reason
    return ""


def _kinds(address: IPAddress) -> dict[str, bool]:
    return {
        "a loopback address": address.is_loopback,
        "the unspecified address": address.is_unspecified,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "a reserved address": address.is_reserved,
        "a site-local address": isinstance(address, ipaddress.IPv6Address) and address.is_site_local,
        "a private address": address.is_private or not address.is_global or address in _LOCAL_NAT64,
    }


def _inner(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address carries: mapped, compatible, 6to4, Teredo or NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _COMPATIBLE and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
