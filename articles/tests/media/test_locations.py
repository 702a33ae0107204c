"""Which addresses count as public, and which URLs may be asked for."""

import pytest

from articles.media.locations import is_public, target
from articles.media.problems import FetchRefused

NOT_PUBLIC = {
    "this network": "0.0.0.0",
    "private": "10.1.2.3",
    "carriers' NAT": "100.64.0.9",
    "a cloud's metadata in carriers' NAT": "100.100.100.200",
    "loopback": "127.0.0.1",
    "all of loopback": "127.255.255.254",
    "link-local": "169.254.169.254",
    "private, middle": "172.31.255.255",
    "protocol assignments that count as global": "192.0.0.8",
    "documentation": "192.0.2.1",
    "6to4 relay": "192.88.99.1",
    "private, small": "192.168.0.1",
    "benchmark": "198.19.0.1",
    "multicast": "224.0.0.251",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "platform service": "168.63.129.16",
    "unspecified v6": "::",
    "loopback v6": "::1",
    "mapped": "::ffff:127.0.0.1",
    "mapped public": "::ffff:93.184.215.14",
    "compatible": "::10.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64, local": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:7f00:1::",
    "documentation v6": "2001:db8::1",
    "newer documentation v6": "3fff::1",
    "unique local": "fd12:3456::1",
    "link-local v6": "fe80::1",
    "link-local v6 with a zone": "fe80::1%1",
    "ISATAP": "fe80::5efe:10.0.0.1",
    "ISATAP in global space": "2606:2800::5efe:a00:1",
    "site-local": "fec0::1",
    "multicast v6": "ff02::1",
    "discard": "100::1",
    "not an address": "picture",
}
REFUSED = {
    "no scheme": "//public.example/a.png",
    "file": "file:///etc/hosts",
    "ftp": "ftp://public.example/a.png",
    "gopher": "gopher://public.example/",
    "data": "data:image/png;base64,AAAA",
    "no host": "http://",
    "three slashes": "http:///a.png",
    "user name": "http://editor@public.example/a.png",
    "empty user name": "http://@public.example/a.png",
    "password": "https://editor:word@public.example/",
    "address as a user name": "http://[::1]@public.example/",
    "another port": "http://public.example:8080/a.png",
    "a port that is none": "http://public.example:99999/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.1/",
    "hexadecimal": "http://0x7f.0.0.1/",
    "hexadecimal whole": "http://0x7f000001/",
    "bare hexadecimal sign": "http://127.0.0.0x/",
    "short": "http://127.1/",
    "overflow": "http://383.256.256.257/",
    "zero-padded": "http://127.000.000.001/",
    "trailing dot": "http://127.0.0.1./",
    "full-width": "http://１２７.０.０.１/",
    "ideographic dots": "http://127。0。0。1/",
    "circled": "http://①②⑦.⓪.⓪.①/",
    "percent": "http://%31%32%37.0.0.1/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "zone": "http://[fe80::1%25eth0]/",
    "decimal of a public address": "http://1572395790/",
    "one label": "http://metadata/computeMetadata/",
    "localhost": "http://LocalHost/",
    "below localhost": "http://a.localhost/",
    "localdomain": "http://localhost.localdomain/",
    "inside": "http://metadata.google.internal/",
    "soft hyphen": "http://loc\xadalhost/",
    "backslash": "http://127.0.0.1\\@public.example/",
    "leading space": " http://public.example/",
    "line break": "http://public.example/\r\nHost: x",
    "bad label": "http://-public.example/",
    "too long": "http://public.example/" + "a" * 2100,
}


class TestIsPublic:
    @pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
    def test_refuses(self, address):
        assert not is_public(address)

    @pytest.mark.parametrize(
        "address", ["93.184.215.14", "1.1.1.1", "223.5.5.5", "2606:2800:21f::1"]
    )
    def test_lets_public_addresses_pass(self, address):
        assert is_public(address)


class TestTarget:
    @pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED.keys())
    def test_refuses_with_a_sentence(self, url):
        with pytest.raises(FetchRefused) as refusal:
            target(url, ports=(80, 443))
        assert str(refusal.value).endswith(".")

    @pytest.mark.parametrize(
        ("url", "host", "port"),
        [
            ("http://public.example/a.png", "public.example", 80),
            ("HTTPS://Public.Example./a.png", "public.example", 443),
            ("https://public.example:443/a b.png?x=1#y", "public.example", 443),
            ("http://img_1.cdn.example/", "img_1.cdn.example", 80),
            ("https://图片.example/船.jpg", "xn--wcsw84d.example", 443),
            ("http://93.184.215.14/a.png", "93.184.215.14", 80),
            ("http://[2606:2800::1]/a.png", "2606:2800::1", 80),
        ],
    )
    def test_gives_the_parts_a_connection_needs(self, url, host, port):
        place = target(url, ports=(80, 443))
        assert (place.host, place.port) == (host, port)

    def test_takes_other_ports_where_they_are_allowed(self):
        assert target("http://public.example:8080/", ports=(8080,)).port == 8080
