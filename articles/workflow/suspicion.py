"""What makes a comment suspicious: it waits apart, and a person decides all the same."""

import hashlib
import re
import unicodedata
from datetime import datetime, timedelta

from articles.conf import conf
from articles.models.desk import BannedWord, Comment
from articles.models.reader import PublishedSite
from articles.text.scripts import HAN

LINK = re.compile(
    r"(?:https?://|www\.)([^\s/<>\"'）】。，]+)"
    r"|\b([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|net|org|cn|ru|top|xyz|info|biz|shop))\b",
    re.IGNORECASE,
)
MOST_LINKS = 3
"""With more, a comment is not taken at all."""
ALLOWED_LINKS = 1
"""With more, it is suspicious."""
AGAIN = timedelta(days=30)
STACKED = 4
"""So many marks above one letter are no language."""
WORDS = re.compile(rf"[^\w{HAN}]+")
REPEATED = re.compile(r"(.)\1{19}", re.DOTALL)

LINKS, WORD, AGAIN_SAID = "links", "word", "repeated"
NOISE, OUR_NAME = "noise", "our name"


def hosts(text: str) -> list[str]:
    """Give the hosts that a text names, linked or not."""
    found = (match[1] or match[2] for match in LINK.finditer(text))
    return [host.lower().removeprefix("www.")[:255] for host in found]


def fingerprint(text: str) -> str:
    """Sum up what a text says, without case, spaces, marks and figures.

    Spammers change those from one comment to the next.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = WORDS.sub("", re.sub(r"\d+|_", "", folded))
    return hashlib.sha256((bare or folded).encode()).hexdigest()[:32]


def reasons(comment: Comment, *, at: datetime) -> list[str]:
    """Name what is suspicious about a comment that is not saved yet."""
    said = f"{comment.name}\n{comment.text}"
    checks = {
        LINKS: len(hosts(said)) > ALLOWED_LINKS,
        WORD: _has_banned_word(said),
        AGAIN_SAID: _said_before(comment, at=at),
        NOISE: bool(REPEATED.search(said)) or _is_stacked(said),
        OUR_NAME: _is_our_name(comment.name),
    }
    return [name for name, found in checks.items() if found]


def _has_banned_word(said: str) -> bool:
    folded = unicodedata.normalize("NFKC", said).casefold()
    words = BannedWord.objects.values_list("word", flat=True)
    return any(unicodedata.normalize("NFKC", w).casefold() in folded for w in words)


def _said_before(comment: Comment, *, at: datetime) -> bool:
    same = Comment.objects.filter(fingerprint=comment.fingerprint)
    return same.filter(created_at__gt=at - AGAIN).exists()


def _is_stacked(said: str) -> bool:
    stacked = 0
    for character in unicodedata.normalize("NFD", said):
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked >= STACKED:
            return True
    return False


def _is_our_name(name: str) -> bool:
    """Say whether somebody calls themselves what the newsroom is called."""
    bare = WORDS.sub("", name).casefold()
    site = PublishedSite.objects.filter(pk=1).values_list("content__name", flat=True)
    ours = [
        one
        for whole in (conf().name, *filter(None, site))
        for one in (whole, *whole.split())
    ]
    known = {WORDS.sub("", one).casefold() for one in ours}
    return bare in known | {"编辑部", "編輯部", "newsroom", "editor", "admin"}
