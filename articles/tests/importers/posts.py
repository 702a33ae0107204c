"""Posts written for a test, and what an import made of them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from articles.importers import Plan, Report, import_posts
from articles.importers.report import Item

SITE = Path(__file__).parent / "samples" / "site"
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""When the tests import: after every sample that is not in the future."""


def post(title: str = "渡轮复航", body: str = "首日三千人。", **keys: str) -> str:
    """Write a post with the date of an ordinary day, unless another is given."""
    keys = {"date": "2026-03-05 12:00:00", **keys}
    lines = [f"{name}: {value}" for name, value in keys.items()]
    return "\n".join(["---", f"title: '{title}'", *lines, "---", body, ""])


def put(folder: Path, **files: str) -> Path:
    """Write files into a folder by their stem."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, text in files.items():
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    return folder


def run(source: Path, *, at: datetime = AT, **options: Any) -> Report:
    """Import without fetching pictures."""
    return import_posts(Plan(source=source, **{"fetch": False, **options}), at=at)


def items(report: Report) -> dict[str, Item]:
    """Give a report's lines by source key."""
    return {item.source_key: item for item in report.items}


def outcomes(report: Report) -> dict[str, str]:
    """Give what became of each file."""
    return {item.source_key: str(item.outcome) for item in report.items}
