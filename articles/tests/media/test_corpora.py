"""The whole corpora of hostile addresses and files; the figures are printed."""

import json
import multiprocessing
import ssl
import time
import warnings
from concurrent.futures import ProcessPoolExecutor

import pytest

from articles.media import shelf
from articles.media.crops import Focus
from articles.media.fetch import Fetcher, Limits
from articles.media.intake import keep_original, take_in
from articles.media.network import dial_tcp
from articles.media.problems import FetchFailed, FetchRefused, PictureRefused
from articles.media.renditions import desk_folder, renditions
from articles.tests.media.samples import sample
from articles.tests.media.stubs import (
    PUBLIC,
    TLS_PAIR,
    Listener,
    answer,
    dial_to,
    resolve_to,
)
from articles.tests.processes import forget_peak, get_ready, peak

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


FOLDERS = ("images_own", "images_hostile", "images_pillow", "uploads_hostile")
MARKS = (b"<script", b"<?php", b"<svg", b"alert(", b"phpinfo", b"etc/passwd")
"""What hostile files carry; no rendition may."""


def try_picture(path):
    """Take a file in and make its renditions, away from what the suite has in memory."""
    forget_peak()
    # Pillow warns of what it mends; outside of tests nothing turns that into errors.
    warnings.simplefilter("ignore")
    data = path.read_bytes()
    began = time.process_time()
    outcome, marked = "", []
    try:
        # By its bytes alone: no name may be what saves us.
        facts = take_in(data)
    except PictureRefused as refusal:
        outcome = str(refusal)
    else:
        place = shelf.path_of(keep_original(data, facts))
        folder = desk_folder(facts.content_hash)
        made = [
            (folder / one["name"]).read_bytes()
            for one in renditions(place, facts.content_hash, Focus())
        ]
        marked = [mark for mark in MARKS for file in made if mark in file]
    seconds = time.process_time() - began
    return path, outcome, marked, seconds, peak()


@pytest.fixture(scope="module")
def results(corpora, tmp_path_factory):
    """Give (path, refusal, marks, seconds, MB) of every file."""
    files = [
        path
        for folder in FOLDERS
        for path in sorted((corpora / "security" / folder).iterdir())
        if path.name != "_expect.json"
    ]
    folder = tmp_path_factory.mktemp("media")
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh, get_ready, (folder,)) as pool:
        return list(pool.map(try_picture, files))


class TestPictures:
    def test_are_refused_or_made_harmless_within_bounds(self, results, capsys):
        with capsys.disabled():
            for folder in FOLDERS:
                own = [one for one in results if one[0].parent.name == folder]
                refused = sum(bool(one[1]) for one in own)
                print(  # noqa: T201 (a figure for the hand)
                    f"\n{folder}: {len(own)} files, {refused} refused, "
                    f"{len(own) - refused} taken in and re-encoded, "
                    f"at most {max(one[3] for one in own):.2f} s CPU, "
                    f"{max(one[4] for one in own):.0f} MB",
                    end="",
                )
        assert len(results) >= 100
        for path, _refusal, marked, seconds, megabytes in results:
            assert not marked, path
            assert seconds <= 2, path
            assert megabytes <= 256, path

    def test_of_our_own_meet_their_expectation(self, results, corpora):
        text = (corpora / "security/images_own/_expect.json").read_text("utf-8")
        expected = json.loads(text)
        outcome = {
            path.name: refusal
            for path, refusal, *_rest in results
            if path.parent.name == "images_own"
        }
        for name, wanted in expected.items():
            if wanted == "refuse by extension":
                with pytest.raises(PictureRefused, match=r"\.html"):
                    take_in(sample("PNG"), filename=name)
            elif wanted.startswith("refuse") and " or " not in wanted:
                assert outcome[name], name
            elif wanted.startswith(("accept,", "re-encode")) or wanted == "accept":
                assert not outcome[name], name

    def test_that_are_hostile_by_type_are_refused(self, results):
        taken = {path.name for path, refusal, *_rest in results if not refusal}
        others = {n for n in taken if not n.endswith((".jpg", ".png", ".gif"))}
        # A page's name over a picture's bytes; the name is refused above.
        assert others == {"x.png.html"}
