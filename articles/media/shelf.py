"""Where picture files lie, and how they get there whole.

Below ``MEDIA_ROOT``: ``originals/`` and ``desk/`` are private, only ``public/`` is
served. Every file is written beside its place and renamed into it, so a reader or a
second writer finds a whole file or none.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ORIGINALS = "originals"
DESK = "desk"
PUBLIC = "public"
LOCKS = "locks"


def path_of(name: str) -> Path:
    """Give the place of a file by its name below the media folder."""
    return Path(settings.MEDIA_ROOT) / name


def write_once(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Leave a file with these bytes at a place; one that is there already stays.

    Names are made from content, so what is there has the same bytes.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)  # noqa: PTH101 (no Path was made of the name)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def link_once(source: Path, path: Path) -> None:
    """Leave the same file at a second place, without copying where the disk can."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(source)
    except FileExistsError:
        return
    except OSError:
        # Another disk, or one without hard links.
        write_once(path, source.read_bytes(), mode=0o644)


@contextmanager
def locked(key: str) -> Iterator[None]:
    """Let one thread of one process at a time in, among all who name the same key.

    The lock goes with the process that holds it. Keys share 256 lock files; do not
    hold two at once.
    """
    folder = path_of(LOCKS)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / key[:2]).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
