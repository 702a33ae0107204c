"""Loopback servers that play the part of the internet, and of what must stay unseen."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import httpcore

PUBLIC = "93.184.215.14"
"""A public address that no test really speaks to: `dial_to` leads it to a stub."""
TLS_PAIR = Path(__file__).parent / "tls.pem"

Script = Callable[[socket.socket, str], None]


class Listener:
    """Accepts on loopback, counts connections, lets a script answer each."""

    def __init__(self, script: Script | None = None, *, tls: bool = False) -> None:
        self.connections = 0
        self.paths: list[str] = []
        self.heads: list[str] = []
        self._script = script
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        # A last connection of our own wakes the accepting thread up.
        self._closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(timeout=5)
        self._socket.close()

    _closing = False

    def _accept(self) -> None:
        while True:
            connection, _peer = self._socket.accept()
            if self._closing:
                connection.close()
                return
            self.connections += 1
            with connection:
                connection.settimeout(5)
                try:
                    self._talk(connection)
                except OSError:
                    continue

    def _talk(self, connection: socket.socket) -> None:
        if self._script is None:
            return
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(TLS_PAIR)
            with context.wrap_socket(connection, server_side=True) as secure:
                self._answer(secure)
        else:
            self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(4096)
            if not received:
                return
            head += received
        self.paths.append(head.split(b" ", 2)[1].decode())
        self.heads.append(head.decode("latin-1"))
        assert self._script is not None
        self._script(connection, self.paths[-1])


def dial_to(listener: Listener) -> Callable[[str, int, float], httpcore.NetworkStream]:
    """Give a `dial` that takes every checked address to the stub."""

    def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", listener.port, seconds)

    return dial


def resolve_to(*addresses: str) -> Callable[[str, int, float], Sequence[str]]:
    """Give a resolver that knows one answer for every name."""
    return lambda host, port, seconds: list(addresses)


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> Script:
    """Give a script that sends one whole answer."""
    fields = {"Content_Length": str(len(body)), **headers}
    if "Transfer_Encoding" in fields:
        del fields["Content_Length"]
    head = "".join(f"{name.replace('_', '-')}: {fields[name]}\r\n" for name in fields)

    def send(connection: socket.socket, path: str) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return send


def redirect(location: str, status: int = 302) -> Script:
    """Give a script that sends the client elsewhere."""
    return answer(status=f"{status} Moved", Location=location)


def by_path(**scripts: Script) -> Script:
    """Give a script that chooses by the first part of the path."""

    def choose(connection: socket.socket, path: str) -> None:
        scripts[path.strip("/").partition("/")[0]](connection, path)

    return choose


def drip(piece: bytes, every: float, *, times: int = 100) -> Script:
    """Give a script that sends a little at a time, for long."""

    def send(connection: socket.socket, path: str) -> None:
        for _turn in range(times):
            connection.sendall(piece)
            time.sleep(every)

    return send
