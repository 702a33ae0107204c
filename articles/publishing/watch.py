"""Tells people, once per incident, that scheduled moves are late or the worker gone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.publishing import alarms
from articles.workflow import lateness
from articles.workflow.lateness import Signs, Trouble

QUIET = timedelta(minutes=5)
"""How long a trouble must have been told of before it can be over."""
ABSENT = timedelta(minutes=5)
"""How long the worker may be away before people are told: a restart is no incident."""

LATE, WORKER = lateness.INCIDENTS


def look(at: datetime) -> None:
    """Begin or end incidents by what the tables say now."""
    signs = lateness.signs_now(at=at)
    _settle(LATE, _late(signs), at=at)
    _settle(WORKER, _worker_gone(signs), at=at)


def _settle(name: str, sentence: str, *, at: datetime) -> None:
    """Tell people of a trouble nobody told them of, or forget one that is over."""
    if not sentence:
        lateness.end_incident(name, at=at, quiet=QUIET)
        return
    with transaction.atomic():
        if lateness.begin_incident(name, at=at):
            alarms.trouble(sentence, at=at)


def _late(signs: Signs) -> str:
    if signs.trouble not in (Trouble.LATE, Trouble.STOPPED):
        return ""
    count = lateness.late_moves(at=signs.at).count()
    first = lateness.late_moves(at=signs.at).select_related("article").first()
    if first is None:
        return ""
    return _(
        "Scheduled moves that are late: %(count)s. First “%(title)s”, due %(time)s. "
        "Look whether worker and web server run."
    ) % {"count": count, "title": first.article, "time": _written(first.at)}


def _worker_gone(signs: Signs) -> str:
    if signs.last_worker is None or signs.last_worker > signs.at - ABSENT:
        return ""
    return _(
        "The worker has been silent since %(time)s. Web processes make the scheduled "
        "moves meanwhile; other background work waits."
    ) % {"time": _written(signs.last_worker)}


def _written(when: datetime) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT")
