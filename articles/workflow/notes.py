"""Notes on articles: written by whoever may see the article, resolved, never altered."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils.translation import gettext as _

from articles.models.desk import Article, Byline, Note, Occasion
from articles.workflow import accounts, notices, policy
from articles.workflow.errors import MoveRefused
from articles.workflow.names import called

LONGEST = 5000
PASSAGE = 2000
SIGN = re.compile(r"(?<![A-Za-z0-9._%+-])[@＠]")
"""What begins a mention; inside an e-mail address it does not."""
IN_A_NAME = re.compile(r"[A-Za-z0-9_]")


def write(
    article: Article,
    *,
    author: User,
    at: datetime,
    text: str,
    answers: int | None = None,
    passage: str = "",
    seen_number: int | None = None,
) -> Note:
    """Write a note, or an answer to one; raises MoveRefused with the sentence why not.

    Tells those it mentions, those whose article it is and those in the thread. An
    answer opens a resolved thread again.
    """
    _demand(author, article)
    text, passage = _lines(text).strip(), _lines(passage).strip()
    _check(text, passage)
    thread = _thread_of(article, answers) if answers is not None else None
    known = article.latest_number
    with transaction.atomic():
        note = Note.objects.create(
            article=article, parent=thread, author=author, text=text, created_at=at,
            passage="" if thread else passage,
            revision_number=min(seen_number or known, known),
        )  # fmt: skip
        if thread is not None:
            Note.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
        named = mentioned(text, article)
        note.mentioned.set(named)
        _tell(note, named)
    return note


def resolve(note: Note, *, actor: User, at: datetime) -> bool:
    """Close a thread; says whether it was open until now."""
    _demand(actor, note.article)
    still_open = Note.objects.filter(pk=note.pk, parent=None, resolved_at=None)
    return bool(still_open.update(resolved_at=at, resolved_by=actor))


def reopen(note: Note, *, actor: User) -> bool:
    """Open a thread again; says whether it was closed."""
    _demand(actor, note.article)
    closed = Note.objects.filter(pk=note.pk, resolved_at__isnull=False)
    return bool(closed.update(resolved_at=None, resolved_by=None))


def mentioned(text: str, article: Article) -> list[User]:
    """Give the accounts that a text mentions, of those who may see the article.

    The longest name that fits counts: Chinese writes on after it without a space.
    """
    signs = [found.end() for found in SIGN.finditer(text)]
    if not signs:
        return []
    people = accounts.may_see(article, colleagues())
    named: dict[int, User] = {}
    for start in signs:
        for user in _named_at(text[start:], people):
            named[user.pk] = user
    return list(named.values())


def colleagues() -> "QuerySet[User]":
    """Give everybody at the desk, with the name they sign with."""
    return accounts.staff().select_related("author").order_by("username")


def names_of(user: User) -> list[str]:
    """Give the names by which somebody may be called in a note."""
    author = getattr(user, "author", None)
    names = [user.get_username(), called(user), author.name if author else ""]
    return [name for name in dict.fromkeys(names) if name]


def may_be_mentioned(article: Article, query: str, *, limit: int = 8) -> list[User]:
    """Give accounts whose name has these letters, of those who may see the article."""
    sought = query.strip().casefold()
    found = [
        user
        for user in colleagues()
        if any(sought in name.casefold() for name in names_of(user))
    ]
    return accounts.may_see(article, found)[:limit] if found else []


def threads(notes: "QuerySet[Note]") -> "QuerySet[Note]":
    """Keep whole threads, each with its answers, whatever their number."""
    answers = Note.objects.select_related("author__author", "link")
    return (
        notes.filter(parent=None)
        .select_related("author__author", "link", "resolved_by")
        .prefetch_related(Prefetch("answers", answers))
    )


def with_names(threads: Iterable[Note]) -> list[Note]:
    """Load who is mentioned in threads and their answers, in one query for all."""
    found = list(threads)
    remarks = [one for thread in found for one in (thread, *thread.answers.all())]
    people = User.objects.select_related("author")
    prefetch_related_objects(remarks, Prefetch("mentioned", people))
    return found


def counts(article: Article) -> dict[str, int]:
    """Count an article's threads: ``open`` and ``resolved``."""
    return Note.objects.filter(article=article, parent=None).aggregate(
        open=Count("pk", filter=Q(resolved_at=None)),
        resolved=Count("pk", filter=Q(resolved_at__isnull=False)),
    )


def visible(user: User) -> "QuerySet[Note]":
    """Keep the notes on articles that a person may see."""
    articles = policy.visible(user, Article.objects.order_by())
    if policy.sees_all(user):
        return Note.objects.all()
    return Note.objects.filter(article__in=articles.values("pk"))


def concerning(user: User, notes: "QuerySet[Note]", which: str) -> "QuerySet[Note]":
    """Keep the threads somebody wrote in (mine), is named in (me) or whose article it is."""
    if which == "mine":
        return notes.filter(_within(Q(author=user)))
    if which == "me":
        return notes.filter(_within(Q(mentioned=user)))
    if which == "ours":
        signed = Byline.objects.filter(
            article=OuterRef("article"), author__user=user.pk
        )
        own = Q(article__created_by=user.pk) | Q(article__assignee=user.pk)
        return notes.filter(own | Exists(signed))
    return notes


def still_there(note: Note, body: str) -> bool:
    """Say whether a text still has the passage a note is about."""
    return bool(note.passage) and note.passage in _lines(body)


def _within(wanted: Q) -> Q:
    """Look at a thread's first note and at its answers."""
    own = Note.objects.filter(wanted, pk=OuterRef("pk"))
    answers = Note.objects.filter(wanted, parent=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(answers))


def _demand(user: User, article: Article) -> None:
    verdict = policy.may_see(user, article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)


def _check(text: str, passage: str) -> None:
    if not text:
        raise MoveRefused(_("A note needs words: write what should be done."))
    if len(text) > LONGEST:
        raise MoveRefused(
            _("A note has at most %(count)s characters.") % {"count": LONGEST}
        )
    if len(passage) > PASSAGE:
        raise MoveRefused(
            _("A passage has at most %(count)s characters: choose a shorter one.")
            % {"count": PASSAGE}
        )


def _thread_of(article: Article, pk: int) -> Note:
    """Give the thread that an answer belongs to; only of this article."""
    note = Note.objects.filter(article=article, pk=pk).select_related("parent").first()
    if note is None:
        raise MoveRefused(_("The note to answer is no longer there."))
    return note.parent or note


def _named_at(rest: str, people: Sequence[User]) -> list[User]:
    fits = [
        (len(name), user)
        for user in people
        for name in names_of(user)
        if _begins(rest, name)
    ]
    longest = max((length for length, _user in fits), default=0)
    return [user for length, user in fits if length == longest]


def _begins(rest: str, name: str) -> bool:
    if rest[: len(name)].casefold() != name.casefold():
        return False
    after = rest[len(name) : len(name) + 1]
    return not (IN_A_NAME.match(name[-1]) and IN_A_NAME.match(after))


def _lines(text: str) -> str:
    """Write line ends as the database has them, whatever a browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tell(note: Note, named: Iterable[User]) -> None:
    called = list(named)
    others = [*notices.people_of(note.article), *_in_the_thread(note)]
    told = {user.pk for user in called}
    rest = [user for user in others if user.pk not in told]
    batch = [
        notices.Telling(
            occasion=occasion, users=users, article=note.article, note=note,
            actor=note.author, at=note.created_at,
        )
        for occasion, users in ((Occasion.MENTIONED, called), (Occasion.NOTED, rest))
    ]  # fmt: skip
    notices.tell_each(batch)


def _in_the_thread(note: Note) -> list[User]:
    if note.parent_id is None:
        return []
    thread = Q(notes=note.parent_id) | Q(notes__parent=note.parent_id)
    return list(accounts.staff().filter(thread).distinct())
