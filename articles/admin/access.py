"""Log-ins, log-outs and new passwords, noted where the desk's own pages handle them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.conf import conf
from articles.models.desk import AuditEntry
from articles.workflow import audit
from newsroom.delivery import visitors

FAILURES = 20
"""Failed log-ins noted from one address within `SPAN`; more would only fill the log."""
SPAN = timedelta(minutes=5)
FAILED, UNCOUNTED = "log_in_failed", "log_in_failures_uncounted"


def address_of(request: HttpRequest) -> str | None:
    """Give the address that spoke to us, or to the proxies that PROXIES says there are.

    What a header claims without them anybody can write.
    """
    return visitors.address_of(request, conf().proxies)


def note(request: HttpRequest, what: str, user: User, *, at: datetime) -> None:
    """Note what somebody did with their own account."""
    audit.record(
        audit.Kind.ACCESS,
        what,
        actor=user,
        at=at,
        subject=user.get_username(),
        address=address_of(request),
    )


def after_login(request: HttpRequest, response: HttpResponse) -> None:
    """Note a log-in that was tried: who came in, or which name was typed."""
    if request.method != "POST":
        return
    now = timezone.now()
    if response.status_code == 302 and isinstance(request.user, User):
        note(request, "log_in", request.user, at=now)
    elif response.status_code == 200:
        _note_failure(request, at=now)


def after_password(request: HttpRequest, response: HttpResponse) -> None:
    """Note that somebody gave themselves a new password."""
    if request.method == "POST" and response.status_code == 302:
        assert isinstance(request.user, User)  # noqa: S101 - nobody else gets there
        note(request, "password_changed", request.user, at=timezone.now())


def around_logout(
    request: HttpRequest, log_out: Callable[[], HttpResponse]
) -> HttpResponse:
    """Log out, and note who it was: afterwards nobody knows."""
    user = getattr(request.user, "_wrapped", request.user)
    response = log_out()
    if request.method == "POST" and isinstance(user, User):
        note(request, "log_out", user, at=timezone.now())
    return response


def _note_failure(request: HttpRequest, *, at: datetime) -> None:
    """Note the name that was typed, up to so many times from one address."""
    address = address_of(request)
    recent = AuditEntry.objects.filter(
        kind=audit.Kind.ACCESS,
        what__in=(FAILED, UNCOUNTED),
        address=address,
        at__gt=at - SPAN,
    )
    with transaction.atomic():
        noted = recent.count()
        if noted > FAILURES:
            return
        audit.record(
            audit.Kind.ACCESS,
            FAILED if noted < FAILURES else UNCOUNTED,
            actor=None,
            at=at,
            subject=str(request.POST.get("username", ""))[:150],
            address=address,
        )
