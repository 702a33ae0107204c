"""The guarded fetcher against servers that behave, and that do not."""

import gzip
import socket
import ssl
import time

import pytest

from articles.media.fetch import Fetcher, Limits
from articles.media.network import look_up
from articles.media.problems import FetchFailed, FetchRefused
from articles.tests.media.stubs import (
    PUBLIC,
    TLS_PAIR,
    Listener,
    answer,
    by_path,
    dial_to,
    drip,
    redirect,
    resolve_to,
)

SMALL = Limits(seconds=3.0, silence=0.4, max_bytes=10_000)
URL = "http://public.example/a.png"


def fetcher(listener, *addresses, limits=SMALL, **given):
    return Fetcher(
        limits,
        resolve=resolve_to(*(addresses or (PUBLIC,))),
        dial=dial_to(listener),
        **given,
    )


class TestFetcher:
    def test_gives_the_bytes_and_the_address_they_came_from(self):
        with Listener(answer(b"picture")) as stub:
            fetched = fetcher(stub).fetch(URL)
        assert (fetched.data, fetched.url) == (b"picture", URL)

    def test_sends_no_cookie_and_names_the_host(self):
        heads = []

        def keep(connection, path):
            heads.append(path)
            answer(b"x", Set_Cookie="a=b")(connection, path)

        with Listener(keep) as stub:
            fetcher(stub).fetch("http://public.example/图.png?b=1")
        assert heads == ["/%E5%9B%BE.png?b=1"]

    def test_ignores_proxies_named_in_the_environment(self, monkeypatch):
        with Listener(answer(b"picture")) as stub, Listener() as proxy:
            for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            assert fetcher(stub).fetch(URL).data == b"picture"
        assert proxy.connections == 0

    def test_refuses_when_any_address_of_the_name_is_not_public(self):
        with Listener(answer(b"picture")) as stub:
            with pytest.raises(FetchRefused, match=r"127\.0\.0\.1"):
                fetcher(stub, PUBLIC, "127.0.0.1").fetch(URL)
        assert stub.connections == 0

    def test_connects_to_the_address_it_checked_and_looks_up_once(self):
        asked, dialled = [], []

        def resolve(host, port, seconds):
            asked.append(host)
            # A name that answers otherwise the second time gains nothing by it.
            return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

        with Listener(answer(b"picture")) as stub:

            def dial(address, port, seconds):
                dialled.append((address, port))
                return dial_to(stub)(address, port, seconds)

            Fetcher(SMALL, resolve=resolve, dial=dial).fetch(URL)
        assert (asked, dialled) == (["public.example"], [(PUBLIC, 80)])

    def test_tries_the_next_address_when_one_is_closed(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            dead_port = closed.getsockname()[1]
        with Listener(answer(b"picture")) as stub:

            def dial(address, port, seconds):
                if address == "93.184.215.15":
                    return dial_to_port(dead_port)(address, port, seconds)
                return dial_to(stub)(address, port, seconds)

            got = Fetcher(
                SMALL, resolve=resolve_to("93.184.215.15", PUBLIC), dial=dial
            ).fetch(URL)
        assert got.data == b"picture"

    def test_verifies_the_name_under_tls(self):
        trusting = ssl.create_default_context(cafile=str(TLS_PAIR))
        with Listener(answer(b"picture"), tls=True) as stub:
            secure = fetcher(stub, ssl_context=trusting)
            assert secure.fetch("https://public.example/").data == b"picture"
            with pytest.raises(FetchFailed, match="certificate"):
                secure.fetch("https://another.example/")
            with pytest.raises(FetchFailed, match="certificate"):
                fetcher(stub).fetch("https://public.example/")


def dial_to_port(port):
    class Closed:
        pass

    Closed.port = port
    return dial_to(Closed)


class TestRedirects:
    def test_are_followed_to_public_places(self):
        script = by_path(a=redirect("/b"), b=redirect(f"//{PUBLIC}/c"), c=answer(b"p"))
        with Listener(script) as stub:
            fetched = fetcher(stub).fetch("http://public.example/a")
        assert (fetched.data, fetched.url) == (b"p", f"http://{PUBLIC}/c")

    @pytest.mark.parametrize(
        "location",
        [
            "http://127.0.0.1/",
            "//127.0.0.1/",
            "http://2130706433/",
            "http://[::ffff:7f00:1]/",
            "http://public.example:22/",
            "http://a:b@public.example/",
            "file:///etc/hosts",
            "http://localhost/",
        ],
    )
    def test_are_checked_like_the_first_address(self, location):
        with Listener(redirect(location)) as stub:
            with pytest.raises(FetchRefused):
                fetcher(stub).fetch(URL)
        assert stub.connections == 1

    def test_to_a_name_that_leads_inside_are_refused(self):
        def resolve(host, port, seconds):
            return [PUBLIC if host == "public.example" else "10.0.0.7"]

        with Listener(redirect("http://inner.example/")) as stub:
            with pytest.raises(FetchRefused, match=r"10\.0\.0\.7"):
                Fetcher(SMALL, resolve=resolve, dial=dial_to(stub)).fetch(URL)
        assert stub.connections == 1

    def test_end_after_four(self):
        with Listener(redirect("/again")) as stub:
            with pytest.raises(FetchRefused, match="4"):
                fetcher(stub).fetch(URL)
        assert stub.connections == 5

    def test_never_lead_from_https_to_http(self):
        trusting = ssl.create_default_context(cafile=str(TLS_PAIR))
        with Listener(redirect("http://public.example/"), tls=True) as stub:
            with pytest.raises(FetchRefused, match="https"):
                fetcher(stub, ssl_context=trusting).fetch("https://public.example/")
        assert stub.connections == 1

    def test_without_a_place_fail(self):
        with Listener(answer(status="302 Found")) as stub:
            with pytest.raises(FetchFailed):
                fetcher(stub).fetch(URL)


class TestLimits:
    def test_refuse_a_declared_size_before_reading(self):
        with Listener(answer(b"", Content_Length=str(10 * 2**30))) as stub:
            with pytest.raises(FetchRefused, match="larger"):
                fetcher(stub).fetch(URL)

    def test_stop_an_endless_body(self):
        def endless(connection, path):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _turn in range(1000):
                connection.sendall(b"x" * 4096)

        with Listener(endless) as stub:
            with pytest.raises(FetchRefused, match="larger"):
                fetcher(stub).fetch(URL)

    def test_take_a_packed_body_that_fits(self):
        packed = gzip.compress(b"picture" * 100)
        with Listener(answer(packed, Content_Encoding="gzip")) as stub:
            assert fetcher(stub).fetch(URL).data == b"picture" * 100

    def test_count_a_packed_body_unpacked(self):
        packed = gzip.compress(b"\0" * 5_000_000)
        assert len(packed) < SMALL.max_bytes
        with Listener(answer(packed, Content_Encoding="gzip")) as stub:
            with pytest.raises(FetchRefused, match="larger"):
                fetcher(stub).fetch(URL)

    def test_count_what_follows_a_packed_body_too(self):
        packed = gzip.compress(b"picture") + b"x" * 20_000
        script = answer(b"", Content_Encoding="gzip", Transfer_Encoding="chunked")

        def send(connection, path):
            script(connection, path)
            connection.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed))

        with Listener(send) as stub:
            with pytest.raises((FetchRefused, FetchFailed)):
                fetcher(stub).fetch(URL)

    @pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip"])
    def test_refuse_other_packings(self, encoding):
        with Listener(answer(b"x", Content_Encoding=encoding)) as stub:
            with pytest.raises(FetchRefused, match="packed"):
                fetcher(stub).fetch(URL)

    def test_end_silence(self):
        with Listener(drip(b"", 0.1, times=15)) as stub:
            began = time.monotonic()
            with pytest.raises(FetchFailed, match="in time"):
                fetcher(stub).fetch(URL)
        assert time.monotonic() - began < 3

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
    def test_end_a_drip_that_never_is_silent(self, start):
        limits = Limits(seconds=0.6, silence=0.4, max_bytes=10_000)

        def slow(connection, path):
            connection.sendall(start or b"HTTP/1.1 200 OK\r\nX: ")
            drip(b"x", 0.05, times=60)(connection, path)

        with Listener(slow) as stub:
            began = time.monotonic()
            with pytest.raises(FetchFailed):
                fetcher(stub, limits=limits).fetch(URL)
            assert time.monotonic() - began < 2

    def test_end_headers_without_end(self):
        sent = []

        def flood(connection, path):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for _turn in range(2000):
                sent.append(connection.send(b"X-Filler: " + b"x" * 5000 + b"\r\n"))

        with Listener(flood) as stub:
            with pytest.raises(FetchFailed):
                fetcher(stub).fetch(URL)
        assert len(sent) < 2000

    def test_end_a_look_up_that_hangs(self, monkeypatch):
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *_, **__: time.sleep(0.5) or []
        )
        with pytest.raises(FetchFailed, match="in time"):
            look_up("public.example", 80, 0.1)

    @pytest.mark.parametrize("status", ["404 Not Found", "500 Oh", "206 Partial"])
    def test_take_only_a_whole_answer(self, status):
        with Listener(answer(b"x", status=status)) as stub:
            with pytest.raises(FetchFailed, match=status[:3]):
                fetcher(stub).fetch(URL)

    def test_refuse_a_body_cut_short(self):
        with Listener(answer(b"half", Content_Length="100")) as stub:
            with pytest.raises(FetchFailed):
                fetcher(stub).fetch(URL)


class TestCanary:
    """A listener on loopback that every disguise of loopback must leave alone."""

    HOSTS = (
        "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0",
        "127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "localhost", "LOCALHOST.",
        "a.localhost", "localhost.localdomain", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "inner.example",
    )  # fmt: skip

    @pytest.mark.parametrize("host", HOSTS)
    def test_sees_no_connection(self, host):
        with Listener() as canary:
            limits = Limits(ports=(canary.port,), seconds=3.0, silence=0.5)
            guarded = Fetcher(limits, resolve=resolve_to("127.0.0.1", "::1"))
            with pytest.raises(FetchRefused):
                guarded.fetch(f"http://{host}:{canary.port}/a.png")
        assert canary.connections == 0

    def test_would_see_one(self):
        with Listener(answer(b"picture")) as canary:
            limits = Limits(ports=(canary.port,), seconds=3.0, silence=0.5)
            # The guard gone, the same call does reach it: the canary works.
            reached = Fetcher(
                limits, resolve=resolve_to(PUBLIC), dial=dial_to(canary)
            ).fetch(f"http://public.example:{canary.port}/a.png")
        assert (reached.data, canary.connections) == (b"picture", 1)
