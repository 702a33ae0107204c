"""What an import answers: an outcome for every file, and the counts of contract.md."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Result(StrEnum):
    """What became of one file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(slots=True)
class Item:
    """One file's line in the report."""

    source_key: str
    outcome: Result
    url: str = ""
    reason: str = ""

    def note(self, sentence: str) -> None:
        """Add a sentence to the reason."""
        self.reason = f"{self.reason}; {sentence}" if self.reason else sentence


@dataclass(slots=True)
class Report:
    """All of an import's lines, and what it did beside articles."""

    source: str
    format: str
    items: list[Item] = field(default_factory=list)
    redirects: int = 0
    pictures: int = 0
    pictures_missing: int = 0
    seconds: float = 0.0
    remarks: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Count as contract.md names things; `read` is the sum of the outcomes."""
        tally = Counter(item.outcome for item in self.items)
        return {
            "read": len(self.items),
            **{str(result): tally[result] for result in Result},
            "redirects": self.redirects,
            "pictures": self.pictures,
            "pictures_missing": self.pictures_missing,
        }

    @property
    def complete(self) -> bool:
        """Tell whether every file became, or already was, what it says."""
        bad = (Result.CONFLICT, Result.REFUSED)
        return not any(item.outcome in bad for item in self.items)

    def as_data(self) -> dict[str, Any]:
        """Give the report as contract.md lays it out."""
        return {
            "source": self.source,
            "format": self.format,
            "seconds": round(self.seconds, 3),
            "counts": self.counts(),
            "items": [
                {
                    "source_key": item.source_key,
                    "outcome": str(item.outcome),
                    "url": item.url,
                    "reason": item.reason,
                }
                for item in self.items
            ],
        }

    def save(self, path: Path) -> None:
        """Write the report as JSON; whoever reads it never finds half of one."""
        text = json.dumps(self.as_data(), ensure_ascii=False, indent=1)
        partial = path.with_name(path.name + ".part")
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)
