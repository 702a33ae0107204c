"""The server and the worker together, until Ctrl-C."""

import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from articles.management.demo import ACCOUNTS
from articles.management.supervise import supervise


class Command(BaseCommand):
    """Serve the site: granian in front, the worker beside it."""

    help = "Runs the web server and the worker; Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen, and whether to get everything ready before."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument(
            "--prepare", action="store_true", help="Run manage.py prepare first."
        )

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve until stopped; a process that ends by itself ends the other too."""
        if answers(host, port):
            raise CommandError(
                f"Something else listens on port {port}: make run PORT={port + 1}"
            )
        if options["prepare"]:
            call_command("prepare", stdout=self.stdout)
            # The children open their own connections.
            connections.close_all()
        ended = supervise(
            {"server": server(host, port), "worker": worker()},
            is_ready=lambda: answers(host, port),
            on_ready=lambda: self.tell(port),
        )
        if ended:
            raise CommandError(f"The {ended} ended by itself; see above.")

    def tell(self, port: int) -> None:
        """Print where to look."""
        site = f"http://localhost:{port}"
        self.stdout.write(f"\n  Readers   {site}/      {site}/en/")
        self.stdout.write(f"  Desk      {site}/admin/")
        if settings.DEBUG and settings.DEMO_PASSWORD:
            names = ", ".join(ACCOUNTS)
            self.stdout.write(
                f"  Log in    {names}; each with the password {settings.DEMO_PASSWORD}"
            )
        self.stdout.write("  Ctrl-C stops everything.\n")
        self.stdout.flush()


def server(host: str, port: int) -> list[str]:
    """Answer the command that serves the site."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(settings.WEB_WORKERS), "--blocking-threads", "2"),
        *("--respawn-failed-workers", "--log-level", "warning"),
        "newsroom.wsgi:application",
    ]


def worker() -> list[str]:
    """Answer the command that runs the worker."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]


def answers(host: str, port: int) -> bool:
    """Answer whether somebody listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0
