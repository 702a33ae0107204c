"""Where a feed comes from: an address, under the guarded fetcher's rules, or files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.importers.feeds.guard import (
    HEAD,
    MAX_BYTES,
    FeedProblem,
    looks_like_a_feed,
)
from articles.importers.feeds.reader import read_feed
from articles.importers.feeds.records import Options, as_records
from articles.importers.files import SourceProblem
from articles.media import Asking, FetchFailed, FetchRefused, fetcher_of
from articles.records import ArticleRecord, Refusal

SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".json"})
NOT_MODIFIED = 304
ACCEPTED = (
    b"application/rss+xml, application/atom+xml, application/feed+json,"
    b" application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)

Entry = ArticleRecord | Refusal
Fetches = Callable[[str, Asking], "Answer"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the last answer said of its version, to be asked only for a newer one."""

    etag: str = ""
    modified: str = ""


NOTHING = Conditions()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: nothing new, or a feed with its version."""

    data: bytes | None
    conditions: Conditions


def is_address(source: object) -> bool:
    """Tell an address on the web from a path."""
    return isinstance(source, str) and source.lower().startswith(
        ("http://", "https://")
    )


def get(address: str, conditions: Conditions = NOTHING) -> Answer:
    """Fetch a feed, unless it is still as it was; raises `SourceProblem`."""
    headers = []
    if conditions.etag:
        headers.append((b"If-None-Match", conditions.etag.encode("latin-1", "ignore")))
    if conditions.modified:
        header = conditions.modified.encode("latin-1", "ignore")
        headers.append((b"If-Modified-Since", header))
    asking = Asking(accept=ACCEPTED, headers=tuple(headers), takes={200, NOT_MODIFIED})
    try:
        found = fetcher_of(max_bytes=MAX_BYTES).fetch(address, asking)
    except (FetchFailed, FetchRefused) as problem:
        raise SourceProblem(f"{address}: {problem}") from problem
    if found.status == NOT_MODIFIED:
        return Answer(None, conditions)
    version = Conditions(found.header("etag"), found.header("last-modified"))
    return Answer(found.data, version)


def find(source: Path) -> list[Path]:
    """List a file, or the files of feeds below a folder, by path."""
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise SourceProblem(
            f"{source}: no such file or folder; give a feed or its address."
        )
    found = sorted(
        path
        for path in source.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink()
    )
    if not found:
        raise SourceProblem(
            f"{source} holds no feeds; they end in {', '.join(sorted(SUFFIXES))}."
        )
    return found


def is_feed_file(path: Path) -> bool:
    """Tell a feed from other files, by its name's end and how it begins."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    with path.open("rb") as file:
        return looks_like_a_feed(file.read(HEAD * 4))


def read_source(source: Path | str, options: Options) -> list[Entry]:
    """Give the articles of a file or an address; raises `FeedProblem`."""
    if isinstance(source, str):
        return read_one(get(source).data or b"", source, options)
    (path,) = find(source)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise FeedProblem(f"cannot be read ({problem.strerror})") from problem
    return read_one(data, path.name, options)


def read_each(paths: list[Path], root: Path, options: Options) -> Iterator[Entry]:
    """Give the articles of each file; a file that cannot be read is one refusal."""
    for path in paths:
        name = path.name if path == root else path.relative_to(root).as_posix()
        try:
            yield from read_one(path.read_bytes(), name, options)
        except FeedProblem as problem:
            yield Refusal(source_key=name, reason=f"{name}: {problem}")
        except OSError as problem:
            reason = f"{name}: cannot be read ({problem.strerror})"
            yield Refusal(source_key=name, reason=reason)


def read_one(data: bytes, address: str, options: Options) -> list[Entry]:
    """Give the articles of one feed, or raise `FeedProblem`."""
    feed = read_feed(data, address=address if is_address(address) else "")
    return list(as_records(feed, address=address, options=options))
