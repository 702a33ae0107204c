"""The files of a source, found and read without trusting any of them."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.records import Refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_KEY = 500

TEXT_SUFFIXES = frozenset(
    [
        ".txt",
        ".md",
        ".markdown",
        ".mkd",
        ".mkdn",
        ".mdwn",
        ".mdtxt",
        ".mdtext",
        ".html",
        ".htm",
    ]
)
HTML_SUFFIXES = frozenset({".html", ".htm"})
# A pipe or a device put in the tree must neither block nor fill memory; a link is
# looked at before it is followed.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
_POSTS, _DRAFTS = "_posts", "_drafts"


class SourceProblem(Exception):
    """A source that cannot be read at all; says what to give instead."""


class FileProblem(ValueError):
    """A file that cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its key in the site and where it is."""

    key: str
    path: Path
    root: Path
    draft: bool = False


def find(source: Path) -> list[Found]:
    """List a source's posts by path; raises `SourceProblem` where there is nothing."""
    try:
        source = source.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise SourceProblem(
            f"{source}: no such file or folder; give the folder of a site or its posts."
        ) from error
    if source.is_dir():
        found = _in_folder(source)
    elif source.is_file():
        root, key = _below_posts(source)
        found = [Found(key, source, root, _DRAFTS in source.parent.parts)]
    else:
        raise SourceProblem(f"{source} is neither a file nor a folder.")
    if not found:
        raise SourceProblem(
            f"{source} holds no posts; they end in {', '.join(sorted(TEXT_SUFFIXES))}."
        )
    return sorted(found, key=lambda one: one.key)


def _below_posts(path: Path) -> tuple[Path, str]:
    for parent in path.parents:
        if parent.name == _POSTS:
            return parent, path.relative_to(parent).as_posix()
        if parent.name == _DRAFTS:
            return parent.parent, path.relative_to(parent.parent).as_posix()
    return path.parent, path.name


def _in_folder(source: Path) -> list[Found]:
    for site in (source, source / "source"):
        if (site / _POSTS).is_dir() or (site / _DRAFTS).is_dir():
            return [*_walk(site / _POSTS), *_walk(site / _DRAFTS, draft=True)]
    return list(_walk(source, draft=_DRAFTS in source.parts))


def _walk(start: Path, *, draft: bool = False) -> Iterator[Found]:
    closed: list[Path] = []

    def note_closed(error: OSError) -> None:
        closed.append(Path(error.filename))

    for folder, folders, names in os.walk(start, onerror=note_closed):
        here = Path(folder)
        folders[:] = [name for name in folders if not _ignored(name)]
        # Links to folders are not followed; reading one as a file says so.
        names += [name for name in folders if (here / name).is_symlink()]
        prefix = _prefix(start, here)
        for name in names:
            if _is_post(name) or (name in folders and name not in (".", "..")):
                yield Found(prefix + name, here / name, start, draft)
    # Reading these fails too, and says why in the report.
    for path in closed:
        if path.exists():
            yield Found(_prefix(start, path) or path.name, path, start, draft)


def _prefix(start: Path, folder: Path) -> str:
    """Give what stands before the names in a folder to make their keys."""
    root, key = _below_posts(folder / "x")
    if root == folder and folder.name not in (_POSTS, _DRAFTS):
        key = (folder / "x").relative_to(start).as_posix()
    return key[:-1]


def _ignored(name: str) -> bool:
    return name.startswith(("_", ".")) or name.endswith(("~", "%"))


def _is_post(name: str) -> bool:
    return not _ignored(name) and Path(name).suffix.lower() in TEXT_SUFFIXES


def load(found: Found) -> bytes:
    """Give a file's bytes; raises `FileProblem` for what is no post, or not in reach."""
    if found.key.encode(errors="replace").decode() != found.key:
        raise FileProblem("the file's name is not UTF-8; rename it")
    if len(found.key) > MAX_KEY:
        raise FileProblem(f"the path is longer than {MAX_KEY} characters; shorten it")
    try:
        return _read(found)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a link that leads to itself"
        raise FileProblem(f"cannot be read ({reason})") from error


def _read(found: Found) -> bytes:
    with os.fdopen(_open(found), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise FileProblem("a folder or device, not a file; links are not followed")
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise FileProblem(
            f"larger than {MAX_BYTES // 1024 // 1024} MB; move its data out of the text"
        )
    return raw


def _open(found: Found) -> int:
    try:
        return os.open(found.path, _FLAGS)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    real = found.path.resolve(strict=True)
    if not real.is_relative_to(found.root.resolve()):
        raise FileProblem("a link out of the folder; copy the file it leads to")
    return os.open(real, _FLAGS)


def text_of(raw: bytes) -> str:
    """Decode a file; raises `FileProblem` with the line that is not UTF-8."""
    if not raw.strip():
        raise FileProblem("empty; delete it or give it a text")
    if b"\x00" in raw:
        raise FileProblem(f"line {_line(raw, raw.index(0))}: binary data, not a text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"line {_line(raw, error.start)}: not UTF-8 (byte"
            f" 0x{raw[error.start]:02x}); save the file as UTF-8"
        ) from None


def _line(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1


def refusal(found: Found, reason: str) -> Refusal:
    """Refuse a file; the reason begins with its name, and the line where it has one."""
    key = found.key.encode(errors="replace").decode()[-MAX_KEY:]
    if reason.startswith("line "):
        line, _colon, reason = reason.removeprefix("line ").partition(":")
        return Refusal(source_key=key, reason=f"{key}:{line}:{reason}")
    return Refusal(source_key=key, reason=f"{key}: {reason}")
