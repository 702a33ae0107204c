"""The wire under the fetcher: look up, check, and connect to what was checked.

The transport asks this backend for every connection. It resolves the name itself,
refuses when any answer is not public, and hands the checked address, not the name,
to the socket: no second look-up can give another. TLS still verifies the name.
Every read and write is also bound by the deadline of the whole fetch.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore
from django.utils.translation import gettext as _

from articles.media.locations import is_public
from articles.media.problems import FetchFailed, FetchRefused

LOOK_UP_SECONDS = 4.0

Resolve = Callable[[str, int, float], Sequence[str]]
Dial = Callable[[str, int, float], httpcore.NetworkStream]


def look_up(host: str, port: int, seconds: float) -> Sequence[str]:
    """Give the addresses of a host, or fail when the name server takes too long.

    ``getaddrinfo`` takes no time limit, so it runs in a thread that may be left
    behind.
    """
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            answers.put(OSError(str(problem)))
        else:
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise FetchFailed(
            _("The name “%(host)s” was not answered in time.") % {"host": host}
        ) from None
    if isinstance(answer, OSError):
        raise FetchFailed(
            _("The name “%(host)s” is not known.") % {"host": host}
        ) from answer
    return answer


def dial_tcp(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Open a TCP connection to an IP address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


class Deadline:
    """The moment by which a whole fetch must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def within(self, seconds: float | None) -> float:
        """Give the time a step may take: its own, or what is left of the whole."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchFailed(_("The answer took too long to arrive."))
        return left if seconds is None else min(seconds, left)


class TimedStream(httpcore.NetworkStream):
    """A connection none of whose steps outlasts the fetch."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, within the deadline."""
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, within the deadline."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Give the same connection under TLS, within the deadline."""
        stream = self._stream.start_tls(
            ssl_context, server_hostname, self._deadline.within(timeout)
        )
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Pass a question about the connection on."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the very address it checked."""

    def __init__(self, *, resolve: Resolve, dial: Dial, deadline: Deadline) -> None:
        self._resolve = resolve
        self._dial = dial
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address of a host that answers."""
        addresses = self._checked_addresses(host, port)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Refuse: no picture is behind a local socket."""
        raise FetchRefused(_("Local sockets are not fetched from."))

    def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        seconds = self._deadline.within(LOOK_UP_SECONDS)
        addresses = self._resolve(host, port, seconds)
        if not addresses:
            raise FetchFailed(_("The name “%(host)s” has no address.") % {"host": host})
        for address in addresses:
            if not is_public(address):
                raise FetchRefused(
                    _("“%(host)s” leads to %(address)s, which is not public.")
                    % {"host": host, "address": address}
                )
        return addresses

    def _connect(
        self, address: str, port: int, timeout: float | None
    ) -> httpcore.NetworkStream:
        stream = self._dial(address, port, self._deadline.within(timeout))
        return TimedStream(stream, self._deadline)
