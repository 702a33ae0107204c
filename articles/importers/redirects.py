"""A list of old addresses: which path led to which file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from articles.importers.files import SourceProblem
from articles.importers.hexo_config import address_path

_MAX_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class Redirects:
    """Old paths by source key, and the lines that could not be used."""

    by_key: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def of(self, source_key: str, *others: str) -> tuple[str, ...]:
        """Give the old paths of a file: the listed ones and those given."""
        return tuple(dict.fromkeys([*others, *self.by_key.get(source_key, [])]))

    def strangers(self, known: Iterable[str]) -> list[str]:
        """Say which lines name a file that the source does not have."""
        missing = self.by_key.keys() - set(known)
        return [
            f"line {self.lines[key]}: no such file in the source: {key}"
            for key in sorted(missing, key=self.lines.__getitem__)
        ]


def load_redirects(path: Path) -> Redirects:
    """Read tab-separated lines: the old path first, the file it led to last.

    Raises `SourceProblem` where the list cannot be read at all; a line that cannot
    be used is remarked on.
    """
    found = Redirects()
    try:
        with path.open("rb") as stream:
            text = stream.read(_MAX_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceProblem(f"{path} cannot be read: {error}.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        old, _tab, rest = line.partition("\t")
        key = key_of(rest.rpartition("\t")[2].strip())
        address = address_path(old)
        if not key or address is None:
            found.remarks.append(
                f"{path.name}:{number}: give an old path, a tab and a file"
            )
            continue
        found.by_key.setdefault(key, []).append(address)
        found.lines.setdefault(key, number)
    return found


def key_of(file: str) -> str:
    """Give the source key of a file as the list names it, from the site or below."""
    _before, posts, below = file.rpartition("_posts/")
    return below if posts else file.removeprefix("./").lstrip("/")
