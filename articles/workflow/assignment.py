"""Whose task an article is, until when, and how pressing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import Article, Occasion
from articles.workflow import accounts, audit, notices, policy
from articles.workflow.errors import MoveRefused

FIELDS = ("assignee", "due_at", "priority")


@dataclass(frozen=True, kw_only=True)
class Task:
    """What an article's assignment says."""

    assignee: User | None
    due_at: datetime | None
    priority: int | None


def task_of(article: Article) -> Task:
    """Give an article's assignment."""
    return Task(
        assignee=article.assignee, due_at=article.due_at, priority=article.priority
    )


def people_for(article: Article) -> list[User]:
    """Give the accounts an article can be given to; it opens to whoever gets it."""
    staff = accounts.staff().select_related("author").order_by("username")
    return accounts.who_may(policy.may_be_given, article, staff)


def assign(article: Article, task: Task, *, actor: User, at: datetime) -> bool:
    """Set whose task an article is; raises MoveRefused with the sentence why not.

    Says whether anything changed. Whoever gets it is told; the log names the change.
    """
    verdict = policy.may_edit(actor, article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    before = task_of(article)
    if before == task:
        return False
    if task.assignee not in (None, before.assignee):
        check(article, task.assignee)
    with transaction.atomic():
        for name in FIELDS:
            setattr(article, name, getattr(task, name))
        article.save(update_fields=FIELDS)
        changed(article, before, actor=actor, at=at)
    return True


def check(article: Article, user: User) -> None:
    """Raise MoveRefused unless an article can be given to somebody."""
    if accounts.who_may(
        policy.may_be_given, article, accounts.staff().filter(pk=user.pk)
    ):  # fmt: skip
        return
    raise MoveRefused(
        _(
            "“%(title)s” cannot be given to %(who)s: choose a writer, or an editor of its section."
        )
        % {"who": notices.name_of(user), "title": article}
    )


def changed(
    article: Article, before: Task, *, actor: User | None, at: datetime
) -> None:
    """Log what became different, and tell whoever has got the article now.

    For a form that has saved the article itself: call it in the same transaction.
    """
    task = task_of(article)
    if before == task:
        return
    audit.record(
        audit.Kind.SETTING, "assign", actor=actor, at=at, article=article,
        detail=f"{_line(before)} → {_line(task)}",
    )  # fmt: skip
    if task.assignee is not None and task.assignee != before.assignee:
        notices.tell(
            Occasion.ASSIGNED, users=[task.assignee], article=article, actor=actor,
            text=said(task), at=at,
        )  # fmt: skip


def said(task: Task) -> str:
    """Say until when and how pressing, for whoever is told: in the newsroom's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return " · ".join(_words(task))


def _words(task: Task) -> list[str]:
    words = []
    if task.due_at is not None:
        due = date_format(localtime(task.due_at), "DATETIME_FORMAT")
        words.append(_("Due %(when)s") % {"when": due})
    if task.priority is not None:
        words.append(_("Priority: %(name)s") % {"name": _priority(task.priority)})
    return words


def _priority(value: int) -> str:
    return str(dict(Article._meta.get_field("priority").flatchoices)[value])


def _line(task: Task) -> str:
    """Write a task for the log, the same in every language."""
    who = task.assignee.get_username() if task.assignee else "–"
    due = task.due_at.isoformat(timespec="minutes") if task.due_at else "–"
    return f"{who}, {due}, {task.priority or '–'}"
