"""Which places on the network the fetcher may speak to: public ones, undisguised.

``ipaddress.is_global`` is not enough: it says True for NAT64 and 6to4 forms of
127.0.0.1 and for 192.0.0.8. So the networks that are refused are listed here, after
IANA's special-purpose registries, and of IPv6 only the global unicast space counts.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

import httpx
from django.utils.translation import gettext as _

from articles.media.problems import FetchRefused

MAX_URL_CHARACTERS = 2048
SCHEMES = ("http", "https")
DEFAULT_PORTS = {"http": 80, "https": 443}

GLOBAL_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
ISATAP_INTERFACES = (0x00005EFE, 0x02005EFE)
CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT, and a cloud's metadata service
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's platform service on a public address
        "169.254.0.0/16",  # link-local, most clouds' metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments, and a cloud's metadata service
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",  # reserved, broadcast
    )
)
CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)

_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_LOCAL_ENDINGS = ("localhost", "local", "localdomain", "internal", "lan", "home.arpa")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked for, in the parts a connection needs."""

    url: httpx.URL
    scheme: str
    host: str
    port: int


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, in plain form."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in CLOSED_V4)
    if ip.scope_id is not None or ip not in GLOBAL_UNICAST_V6:
        return False
    if (int(ip) >> 32) & 0xFFFFFFFF in ISATAP_INTERFACES:
        return False
    return not any(ip in network for network in CLOSED_V6)


def target(url: str, *, ports: Collection[int]) -> Target:
    """Give the parts of a URL that may be asked for, or refuse it with a reason.

    The URL is parsed once, and the connection is made from the same parts, so no
    second parser can read another host out of it.
    """
    parsed = _parse(url)
    if parsed.scheme not in SCHEMES:
        raise FetchRefused(_("Only http and https addresses are fetched."))
    if parsed.userinfo or "@" in _authority(url):
        raise FetchRefused(_("An address with a user name in it is not fetched."))
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    port = parsed.port or DEFAULT_PORTS[parsed.scheme]
    if port not in ports:
        raise FetchRefused(
            _("Port %(port)s is not fetched from; allowed: %(allowed)s.")
            % {"port": port, "allowed": ", ".join(map(str, sorted(ports)))}
        )
    _check_host(host)
    return Target(url=parsed, scheme=parsed.scheme, host=host, port=port)


def _parse(url: str) -> httpx.URL:
    if len(url) > MAX_URL_CHARACTERS:
        raise FetchRefused(_("The address is too long to be a picture’s."))
    if url != url.strip() or "\\" in url:
        raise FetchRefused(_("The address holds a backslash or stray spaces."))
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as problem:
        raise FetchRefused(
            _("The address cannot be read: %(problem)s.") % {"problem": problem}
        ) from problem


def _authority(url: str) -> str:
    return re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]


def _check_host(host: str) -> None:
    if ":" in host:
        _check_literal(host)
        return
    labels = host.split(".")
    if _NUMBER.match(labels[-1]):
        # Whatever ends in a number is an address to some resolver, so it must be
        # one in the ordinary dotted form: no octal, hexadecimal or short forms.
        _check_literal(host)
        return
    if not all(_LABEL.match(label) for label in labels) or len(host) > 253:
        raise FetchRefused(_("“%(host)s” is not a host name.") % {"host": host})
    if len(labels) == 1 or any(
        host == ending or host.endswith(f".{ending}") for ending in _LOCAL_ENDINGS
    ):
        raise FetchRefused(
            _("“%(host)s” is a name inside a network, not a public one.")
            % {"host": host}
        )


def _check_literal(host: str) -> None:
    if not is_public(host):
        raise FetchRefused(
            _("%(address)s is not a public address.") % {"address": host}
        )
