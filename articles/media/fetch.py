"""The guarded fetcher: speaks to the public internet and to nothing else.

It gets pictures and feeds, and tells hubs of changes.

The rules hold for the first address and for each redirect alike. They are arguments
of `Fetcher`, not switches: a test gives its own resolver, and no setting turns them
off.
"""

import ssl
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpcore
import httpx
from django.utils.translation import gettext as _

from articles.conf import conf
from articles.media.locations import Target, target
from articles.media.network import (
    Deadline,
    Dial,
    GuardedBackend,
    Resolve,
    dial_tcp,
    look_up,
)
from articles.media.problems import FetchFailed, FetchRefused

REDIRECTS = frozenset({301, 302, 303, 307, 308})
USER_AGENT = b"Newsroom fetcher"
PICTURES = b"image/avif,image/webp,image/jpeg,image/png,image/gif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long, how large and how far a fetch may go."""

    ports: tuple[int, ...] = (80, 443)
    seconds: float = 30.0
    silence: float = 8.0
    max_bytes: int = 20 * 1024 * 1024
    max_redirects: int = 4

    @classmethod
    def of_newsroom(cls) -> "Limits":
        """Give the limits this newsroom's settings name."""
        settings = conf()
        return cls(
            ports=settings.fetch_ports,
            seconds=settings.fetch_seconds,
            silence=settings.fetch_timeout,
            max_bytes=settings.fetch_max_bytes,
            max_redirects=settings.fetch_max_redirects,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of an address: its bytes, or that it take what is sent (POST)."""

    accept: bytes = PICTURES
    headers: tuple[tuple[bytes, bytes], ...] = ()
    sends: bytes | None = None
    takes: Collection[int] = frozenset({200})
    """The statuses that are an answer; any other is a failure."""


PICTURE = Asking()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave, and the address that gave it in the end."""

    url: str
    data: bytes
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def header(self, name: str) -> str:
        """Give a header of the answer, "" where it has none of that name."""
        return _header(self.headers, name.encode())


class Fetcher:
    """Fetches one address at a time under the guard's rules."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolve: Resolve = look_up,
        dial: Dial = dial_tcp,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits.of_newsroom()
        self._resolve = resolve
        self._dial = dial
        self._ssl_context = ssl_context or httpx.create_ssl_context(trust_env=False)

    def fetch(self, url: str, asking: Asking = PICTURE) -> Fetched:
        """Give what an address answers, or raise `FetchRefused` or `FetchFailed`."""
        deadline = Deadline(self._limits.seconds)
        place = target(url, ports=self._limits.ports)
        for _step in range(self._limits.max_redirects + 1):
            with self._answer(place, asking, deadline) as answer:
                if answer.status not in REDIRECTS:
                    body = self._body(place, asking, answer)
                    headers = tuple(answer.headers)
                    return Fetched(str(place.url), body, answer.status, headers)
                place = self._next(place, answer)
        raise FetchRefused(
            _("More than %(count)s redirects.") % {"count": self._limits.max_redirects}
        )

    @contextmanager
    def _answer(
        self, place: Target, asking: Asking, deadline: Deadline
    ) -> Iterator[httpcore.Response]:
        backend = GuardedBackend(
            resolve=self._resolve, dial=self._dial, deadline=deadline
        )
        silence = self._limits.silence
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), silence)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._ssl_context,
                    max_keepalive_connections=0,
                    network_backend=backend,
                ) as pool,
                pool.stream(
                    "GET" if asking.sends is None else "POST",
                    _wire_url(place),
                    headers=_headers(place, asking),
                    content=asking.sends,
                    extensions={"timeout": timeouts},
                ) as answer,
            ):
                yield answer
        except httpcore.TimeoutException as problem:
            raise FetchFailed(
                _("“%(host)s” did not answer in time.") % {"host": place.host}
            ) from problem
        except (httpcore.NetworkError, httpcore.ProtocolError) as problem:
            raise FetchFailed(
                _("“%(host)s” gave no usable answer: %(problem)s.")
                % {"host": place.host, "problem": problem}
            ) from problem

    def _next(self, place: Target, answer: httpcore.Response) -> Target:
        location = _header(answer.headers, b"location")
        if not location:
            raise FetchFailed(_("A redirect that does not say where to."))
        try:
            joined = str(place.url.join(location))
        except (httpx.InvalidURL, UnicodeError) as problem:
            raise FetchRefused(
                _("A redirect to an address that cannot be read.")
            ) from problem
        following = target(joined, ports=self._limits.ports)
        if place.scheme == "https" and following.scheme == "http":
            raise FetchRefused(_("A redirect from https back to http."))
        return following

    def _body(self, place: Target, asking: Asking, answer: httpcore.Response) -> bytes:
        if answer.status not in asking.takes:
            raise FetchFailed(
                _("“%(host)s” answered with status %(status)s.")
                % {"host": place.host, "status": answer.status}
            )
        declared = _header(answer.headers, b"content-length")
        if declared.isdecimal() and int(declared) > self._limits.max_bytes:
            raise self._too_large()
        unpack = self._unpacker(
            _header(answer.headers, b"content-encoding").strip().lower()
        )
        body = bytearray()
        received = 0
        for chunk in answer.iter_stream():
            received += len(chunk)
            body += unpack(chunk, self._limits.max_bytes - len(body))
            if max(received, len(body)) > self._limits.max_bytes:
                raise self._too_large()
        return bytes(body)

    def _unpacker(self, encoding: str) -> "_Plain | _Gzip":
        if encoding in {"", "identity"}:
            return _Plain()
        if encoding in {"gzip", "x-gzip"}:
            return _Gzip()
        raise FetchRefused(
            _("The answer is packed as “%(encoding)s”, which is not taken.")
            % {"encoding": encoding}
        )

    def _too_large(self) -> FetchRefused:
        return FetchRefused(
            _("The answer is larger than %(count)s bytes.")
            % {"count": self._limits.max_bytes}
        )


class _Plain:
    def __call__(self, chunk: bytes, room: int) -> bytes:
        return chunk


class _Gzip:
    """Unpacks no more than one byte beyond what there is room for."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def __call__(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._stream.decompress(chunk, room + 1)
        except zlib.error as problem:
            raise FetchFailed(_("The packed answer is damaged.")) from problem


def fetch(url: str) -> bytes:
    """Give the bytes at a public address, under this newsroom's limits."""
    return Fetcher().fetch(url).data


def fetcher_of(*, max_bytes: int) -> Fetcher:
    """Give a fetcher under this newsroom's limits, but for how much it takes."""
    return Fetcher(replace(Limits.of_newsroom(), max_bytes=max_bytes))


def _wire_url(place: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=place.url.raw_scheme,
        host=place.host.encode("ascii"),
        port=place.port,
        target=place.url.raw_path,
    )


def _headers(place: Target, asking: Asking) -> list[tuple[bytes, bytes]]:
    sent = asking.sends
    length = [] if sent is None else [(b"Content-Length", str(len(sent)).encode())]
    return [
        (b"Host", place.url.netloc),
        (b"User-Agent", USER_AGENT),
        (b"Accept", asking.accept),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
        *length,
        *asking.headers,
    ]


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    for key, value in headers:
        if key.lower() == name:
            return value.decode("utf-8", "replace")
    return ""
