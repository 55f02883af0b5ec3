"""Where a fetch may go: every way to write a local address is refused, with its reason."""

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.ingest.fetch import Fetcher, Policy
from musnad.ingest.fetch.addresses import UnsafeAddressError, target, why_not
from musnad.ingest.sources.base import Refused
from musnad.ingest.states import State

TRICKS = {
    "file:///etc/passwd": "the scheme 'file'",
    "ftp://akhbar.example/a": "the scheme 'ftp'",
    "gopher://akhbar.example/_GET": "the scheme 'gopher'",
    "javascript:alert(1)": "the scheme 'javascript'",
    "//akhbar.example/a": "the scheme",
    "http://127.0.0.1/": "a loopback address",
    "http://127.8.9.10/": "a loopback address",
    "http://2130706433/": "an IP address in an unusual form",
    "http://0177.0.0.1/": "an IP address in an unusual form",
    "http://0x7f.0.0.1/": "an IP address in an unusual form",
    "http://0x7f000001/": "an IP address in an unusual form",
    "http://127.1/": "an IP address in an unusual form",
    "http://0/": "an IP address in an unusual form",
    "http://127.0.0.1./": "an IP address in an unusual form",
    "http://１２７.0.0.1/": "an IP address in an unusual form",
    "http://127。0。0。1/": "an IP address in an unusual form",
    "http://0.0.0.0/": "the unspecified address",
    "http://10.1.2.3/": "a private address",
    "http://172.16.0.1/": "a private address",
    "http://192.168.1.1/": "a private address",
    "http://100.64.0.1/": "a private address",
    "http://169.254.169.254/latest/meta-data/": "a cloud's metadata service",
    "http://169.254.1.1/": "a link-local address",
    "http://224.0.0.1/": "a multicast address",
    "http://255.255.255.255/": "a reserved address",
    "http://[::1]/": "a loopback address",
    "http://[::]/": "the unspecified address",
    "http://[::ffff:127.0.0.1]/": "a loopback address (127.0.0.1) inside an IPv6 address",
    "http://[::127.0.0.1]/": "inside an IPv6 address",
    "http://[64:ff9b::7f00:1]/": "a loopback address (127.0.0.1) inside an IPv6 address",
    "http://[64:ff9b:1:7f00:0:100:808:808]/": "a reserved address",
    "http://[2002:7f00:1::]/": "a loopback address (127.0.0.1) inside an IPv6 address",
    "http://[2001:0:1:2:3:4:80ff:fffe]/": "inside an IPv6 address",
    "http://[fe80::1]/": "a link-local address",
    "http://[fe80::1%25eth0]/": "a percent sign in the host",
    "http://[fc00::1]/": "a private address",
    "http://[fec0::1]/": "a site-local address",
    "http://[fd00:ec2::254]/": "a cloud's metadata service",
    "http://localhost/": "a name of the own network",
    "http://LOCALHOST./": "a name of the own network",
    "http://db.localhost/": "a name of the own network",
    "http://metadata.google.internal/": "a name of the own network",
    "http://printer.local/": "a name of the own network",
    "http://intranet/": "no public name",
    "http://user:secret@akhbar.example/": "credentials in the address",
    "http://akhbar.example@127.0.0.1/": "credentials in the address",
    "http://akhbar.example\\@127.0.0.1/": "blanks, control characters or backslashes",
    "http://akhbar.example/a\r\nHost: 127.0.0.1": "blanks, control characters or backslashes",
    " http://127.0.0.1/": "blanks, control characters or backslashes",
    "http://127.0.0.1\t/": "blanks, control characters or backslashes",
    "http://%31%32%37.0.0.1/": "a percent sign in the host",
    "http://akhbar.example:22/": "the port 22",
    "http://akhbar.example:6379/": "the port 6379",
    "http://akhbar.example:99999/": "malformed address",
    "http://[::1/": "malformed address",
    "http:///news": "no host",
    "http://-akhbar.example/": "a host that is no name",
}


@pytest.mark.parametrize(("url", "reason"), TRICKS.items())
def test_a_trick_is_refused_with_its_reason(url: str, reason: str) -> None:
    with Fetcher(Policy(attempts=1), resolve=lambda host, port: pytest.fail("asked a name server")) as fetch:
        answer = fetch(url)
    assert isinstance(answer, Refused)
    assert answer.state is State.UNSAFE
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://akhbar.example", "http://akhbar.example/"),
        ("https://AKHBAR.example:443/News?p=1#top", "https://akhbar.example/News?p=1"),
        ("http://akhbar.example.:8080/a", "http://akhbar.example:8080/a"),
        ("https://أخبار.example/خبر", "https://xn--igbicxr.example/%D8%AE%D8%A8%D8%B1"),
        ("http://[2606:2800:220:1::1]/", "http://[2606:2800:220:1::1]/"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
    ],
)
def test_a_public_address_is_asked_in_one_form(url: str, asked: str) -> None:
    assert target(url).url == asked


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.1:6380"])
def test_the_operator_can_allow_a_host_by_name(allowed: str) -> None:
    assert target("http://127.0.0.1:6380/", frozenset({allowed})).allowed


def test_what_is_allowed_at_one_port_is_refused_at_another() -> None:
    with pytest.raises(UnsafeAddressError):
        target("http://127.0.0.1:6379/", frozenset({"127.0.0.1:6380"}))


@given(st.ip_addresses())
def test_no_address_that_is_not_global_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert address.is_global or why_not(address)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}/"):
        with contextlib.suppress(UnsafeAddressError):
            assert target(url).url.isascii()
