"""Notices by e-mail: what waits for a person goes out in one mail, by one process."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.conf import conf
from articles.models.desk import Article, Notice, Occasion
from articles.workflow import accounts, notices, policy

log = logging.getLogger("newsroom.mail")

GATHER = timedelta(minutes=2)
"""How long a notice waits for others, so that ten notes make one mail."""
STALE = timedelta(days=3)
"""What could not be mailed for so long is no news; it is at the desk all the same."""
NAMED = 30
"""More than this a mail counts, and leaves to the desk."""
BACK_OFF, AT_MOST = timedelta(minutes=1), timedelta(hours=1)
SERVER = "mail-rests"
SUBJECT = 160
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that no out-of-office reply comes back (RFC 3834)."""


@dataclass(frozen=True)
class Item:
    """One notice as a mail tells it: what happened, to which article, what was said."""

    sentence: str
    title: str
    words: str
    link: str


def mail_waiting(*, at: datetime) -> int:
    """Send each person what waits for them, in one mail; say how many mails went out.

    What nobody could send stays for a later pass, each failure waiting longer.
    """
    sent = 0
    waiting = {} if _rests(SERVER, at=at) else _waiting(at)
    if not waiting:
        return 0
    people = accounts.known(accounts.staff().filter(pk__in=waiting).exclude(email=""))
    articles = accounts.asked_about(
        {one.article_id for each in waiting.values() for one in each if one.article_id}
    )
    connection = get_connection()
    try:
        for user in people:
            if _rests(_key(user), at=at) or not _claim(waiting[user.pk], at=at):
                continue
            seen = [one for one in waiting[user.pk] if _may_hear(user, one, articles)]
            sent += bool(seen) and _deliver(user, seen, connection, at=at)
    except ServerAway:
        _rest(SERVER, at=at)
        log.warning("The mail server does not answer; notices wait.")
    else:
        cache.delete(SERVER)
    finally:
        connection.close()
    return sent


def mail(user: User, items: Sequence[Notice]) -> EmailMultiAlternatives:
    """Write one person's mail, in the newsroom's language, as text and as HTML."""
    with translation.override(settings.LANGUAGE_CODE):
        told = [_item(one) for one in items]
        context = {
            "items": told[:NAMED],
            "rest": max(len(told) - NAMED, 0),
            "name": notices.name_of(user),
            "newsroom": conf().name,
            "language": settings.LANGUAGE_CODE,
            "choices": _absolute("admin:notice_choices"),
            "desk": _absolute("admin:notices"),
        }
        message = EmailMultiAlternatives(
            subject=_subject(told),
            body=render_to_string("mail/notices.txt", context),
            to=[user.email],
            headers=HEADERS,
        )
        html = render_to_string("mail/notices.html", context)
        message.attach_alternative(html, "text/html")
    return message


class ServerAway(Exception):
    """No mail can be sent now, to anybody."""


def _waiting(at: datetime) -> dict[int, list[Notice]]:
    """Give by person what waits, for those for whom something has waited long enough."""
    rows = Notice.objects.filter(
        by_mail=True, mailed_at=None, read_at=None, at__gt=at - STALE
    )
    due = rows.filter(Q(at__lte=at - GATHER) | Q(occasion=Occasion.FAILED))
    found: dict[int, list[Notice]] = {}
    for notice in (
        rows.filter(user__in=due.values("user"))
        .select_related("article", "actor", "note")
        .defer("article__body", "article__extra")
        .order_by("id")
    ):
        found.setdefault(notice.user_id, []).append(notice)
    return found


def _claim(items: Sequence[Notice], *, at: datetime) -> bool:
    """Take all of a person's notices, or none: another process may be at them too."""
    rows = Notice.objects.filter(pk__in=[one.pk for one in items], mailed_at=None)
    with transaction.atomic():
        whole = rows.update(mailed_at=at) == len(items)
        if not whole:
            transaction.set_rollback(True)
    return whole


def _deliver(
    user: User, items: Sequence[Notice], connection: BaseEmailBackend, *, at: datetime
) -> bool:
    message = mail(user, items)
    message.connection = connection
    try:
        message.send()
    except SMTPRecipientsRefused:
        _give_back(items)
        _rest(_key(user), at=at)
        log.warning("No mail to %s: the address was refused.", user.get_username())
        return False
    except (SMTPException, OSError) as problem:
        _give_back(items)
        raise ServerAway from problem
    cache.delete(_key(user))
    return True


def _give_back(items: Sequence[Notice]) -> None:
    """Let the notices wait again."""
    Notice.objects.filter(pk__in=[one.pk for one in items]).update(mailed_at=None)


def _rest(key: str, *, at: datetime) -> None:
    """Leave a person, or the server, in peace; twice as long after each failure."""
    failures, _until = cache.get(key, (0, None))
    pause = min(BACK_OFF * 2 ** min(failures, 10), AT_MOST)
    cache.set(key, (failures + 1, at + pause), timeout=2 * AT_MOST.total_seconds())


def _rests(key: str, *, at: datetime) -> bool:
    _failures, until = cache.get(key, (0, None))
    return until is not None and at < until


def _key(user: User) -> str:
    return f"{SERVER}:{user.pk}"


def _may_hear(user: User, notice: Notice, articles: dict[int, Article]) -> bool:
    if notice.article_id is None:
        return True
    return policy.may_see(user, articles[notice.article_id]).allowed


def _item(notice: Notice) -> Item:
    return Item(
        sentence=notices.sentence(notice),
        title=_one_line(notice.article.title) if notice.article else "",
        words=notices.words(notice),
        link=_absolute("admin:notice_open", notice.pk),
    )


def _subject(told: Sequence[Item]) -> str:
    """Name the first, and how many more; always one line, whatever a title holds."""
    first = told[0]
    said = f"{first.title} · {first.sentence}" if first.title else first.sentence
    said = _one_line(said)[:SUBJECT]
    if len(told) > 1:
        more = _("(and %(count)s more)") % {"count": len(told) - 1}
        said = f"{said} {more}"
    return f"[{_one_line(conf().name)}] {said}"


def _absolute(name: str, *args: int) -> str:
    return conf().site_url + reverse(name, args=args)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
