"""The whole corpora of hostile addresses and files; the figures are printed."""

import json
import ssl

import pytest

from articles.media.fetch import Fetcher, Limits
from articles.media.network import dial_tcp
from articles.media.problems import FetchFailed, FetchRefused
from articles.tests.media.stubs import (
    PUBLIC,
    TLS_PAIR,
    Listener,
    answer,
    dial_to,
    resolve_to,
)

pytestmark = pytest.mark.prove

PUBLIC_LITERALS = {"178.254.90.1", "2607:f8b0:400a:807::200e", "152.0.0.0", "1.2.3.4"}
"""Addresses among the cases that are public indeed."""
CONTROLS = ("http://example.com/", "http://example.com", "http://example.org")


def addresses(corpora):
    """Give every case's URL, bare addresses made into one; {PORT} is left in."""
    for name in ("own", "pat", "advocate"):
        text = (corpora / "security/ssrf" / f"{name}.json").read_text("utf-8")
        for case in json.loads(text)["cases"]:
            url = case["url"]
            if name == "advocate" and "://" not in url:
                bare = url.partition("/")[0]
                url = f"http://[{bare}]/" if ":" in bare else f"http://{bare}/"
            yield url


class TestAddresses:
    def test_no_disguise_reaches_the_canary(self, corpora, capsys):
        counts = {"refused": 0, "failed": 0, "fetched": 0}
        dialled = set()
        with Listener(answer(b"secret")) as canary, Listener(answer(b"x")) as outside:

            def dial(address, port, seconds):
                dialled.add(address)
                inside = address.startswith("127.") or address in {"0.0.0.0", "::1"}
                return (dial_tcp if inside else dial_to(outside))(
                    address, port, seconds
                )

            # The worst name server: every name leads to loopback.
            guarded = Fetcher(
                Limits(ports=(80, 443, canary.port), seconds=3.0, silence=0.5),
                resolve=lambda host, port, seconds: [
                    host if host in PUBLIC_LITERALS else "127.0.0.1"
                ],
                dial=dial,
            )
            for url in addresses(corpora):
                try:
                    guarded.fetch(url.replace("{PORT}", str(canary.port)))
                    counts["fetched"] += 1
                except FetchRefused:
                    counts["refused"] += 1
                except FetchFailed:
                    counts["failed"] += 1
        with capsys.disabled():
            print(f"\nssrf: {counts}, canary saw {canary.connections} connections")  # noqa: T201 (a figure for the hand)
        assert canary.connections == 0
        assert dialled == PUBLIC_LITERALS
        assert counts == {
            "refused": sum(counts.values()) - len(PUBLIC_LITERALS),
            "failed": 0,
            "fetched": len(PUBLIC_LITERALS),
        }

    @pytest.mark.parametrize("url", CONTROLS)
    def test_public_controls_still_fetch(self, url):
        with Listener(answer(b"picture")) as stub:
            public = Fetcher(resolve=resolve_to(PUBLIC), dial=dial_to(stub))
            assert public.fetch(url).data == b"picture"

    def test_public_control_under_tls_still_fetches(self):
        trusting = ssl.create_default_context(cafile=str(TLS_PAIR))
        with Listener(answer(b"picture"), tls=True) as stub:
            public = Fetcher(
                resolve=resolve_to(PUBLIC), dial=dial_to(stub), ssl_context=trusting
            )
            assert public.fetch("https://public.example").data == b"picture"
