"""Renders what comes on standard input: for scripts, checks and looking."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.rendering import RenderRefused, render


class Command(BaseCommand):
    """Turn a source into the HTML that readers get; touch no database."""

    help = "Renders Markdown or HTML from standard input as readers get it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the format, and whether each line is a document."""
        parser.add_argument("--format", required=True, choices=["markdown", "html"])
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one {"id", "text"} a line in, one {"id", "html"} a line out',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write safe HTML to standard output, or say why there is none."""
        if options["jsonl"]:
            for document in _documents():
                answer = _answer(document, options["format"])
                self.stdout.write(json.dumps(answer))
            return
        source = sys.stdin.buffer.read().decode("utf-8", "replace")
        try:
            html = render(source, format=options["format"]).html
        except RenderRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(html, ending="")


def _documents() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError as error:
            raise CommandError(f"Line {number} is not JSON: {error}") from error
        if not isinstance(document, dict) or not isinstance(document.get("text"), str):
            raise CommandError(f'Line {number} is not an object with "id" and "text".')
        yield document


def _answer(document: dict[str, Any], body_format: Any) -> dict[str, Any]:
    """The document's HTML; where it is refused, none, and the reason."""
    try:
        html = str(render(document["text"], format=body_format).html)
    except RenderRefused as refusal:
        return {"id": document.get("id"), "html": "", "refused": str(refusal)}
    return {"id": document.get("id"), "html": html}
