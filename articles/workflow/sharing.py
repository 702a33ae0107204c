"""Preview links: who may make and revoke them, which token opens one, who came."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Article, PreviewLink, PreviewVisit, Revision
from articles.text.numbers import row_number
from articles.workflow import audit, policy
from articles.workflow.errors import MoveRefused

SALT = "articles.workflow.sharing"
USUAL = timedelta(days=7)
LONGEST = timedelta(days=90)
SAME_VISIT = timedelta(minutes=1)
"""What the same browser does again within so long is the visit that is logged."""


class LinkState(models.TextChoices):
    """Whether a link opens anything, and why not."""

    OPEN = "open", _("open")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    ORPHANED = "orphaned", _("stopped: its maker’s account is closed")
    HELD = "held", _("stopped: the article is under a legal hold")


def token_of(link: PreviewLink) -> str:
    """Give the token that opens a link; only the secret key can make it again.

    It is made of more than the number, so that a database put back from a backup does
    not give an old token to a new link.
    """
    return f"{link.pk}-{_sealed(_facts(link))}"


def find(token: str) -> PreviewLink | None:
    """Give the link a token belongs to, open or not; None for any other text.

    A number nobody has costs the same query and the same digest as a wrong token.
    """
    number = token.partition("-")[0]
    links = PreviewLink.objects.select_related("article", "revision", "created_by")
    link = links.filter(pk=row_number(number)).first()
    right = token_of(link) if link else f"{number}-{_sealed('')}"
    return link if constant_time_compare(token, right) and link else None


def state(link: PreviewLink, *, at: datetime) -> LinkState:
    """Say whether a link opens its revision at an instant."""
    maker = link.created_by
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if link.expires_at <= at:
        return LinkState.EXPIRED
    if maker is None or not (maker.is_active and maker.is_staff):
        return LinkState.ORPHANED
    if link.article.held_since is not None:
        return LinkState.HELD
    return LinkState.OPEN


def share(
    revision: Revision,
    *,
    maker: User,
    at: datetime,
    expires_at: datetime | None = None,
    recipient: str = "",
    may_comment: bool = True,
    address: str | None = None,
) -> PreviewLink:
    """Make a link to one revision, and log it; raises MoveRefused with the reason."""
    article = revision.article
    until = at + USUAL if expires_at is None else expires_at
    _demand_edit(maker, article)
    if not at < until <= at + LONGEST:
        raise MoveRefused(
            _t("A link lasts from a moment to %(days)s days.") % {"days": LONGEST.days}
        )
    with transaction.atomic():
        link = PreviewLink.objects.create(
            article=article, revision=revision, recipient=recipient,
            may_comment=may_comment, created_at=at, created_by=maker, expires_at=until,
        )  # fmt: skip
        detail = f"r{revision.number} → {recipient or '–'}, {until:%Y-%m-%d %H:%M}Z"
        audit.record(
            audit.Kind.SHARE, "share", actor=maker, at=at, article=article,
            detail=detail, address=address,
        )  # fmt: skip
    return link


def revoke(
    article: Article,
    *,
    actor: User,
    at: datetime,
    only: int | None = None,
    address: str | None = None,
) -> int:
    """Close all links to an article, or one; logs it and says how many were open."""
    _demand_edit(actor, article)
    links = PreviewLink.objects.filter(article=article, revoked_at=None)
    if only is not None:
        links = links.filter(pk=only)
    with transaction.atomic():
        whom = list(links.values_list("recipient", "revision__number"))
        closed = links.update(revoked_at=at, revoked_by=actor)
        if closed:
            detail = ", ".join(f"r{number} → {name or '–'}" for name, number in whom)
            audit.record(
                audit.Kind.SHARE, "revoke", actor=actor, at=at, article=article,
                detail=detail, address=address,
            )  # fmt: skip
    return closed


def visited(
    link: PreviewLink,
    kind: PreviewVisit.Kind,
    *,
    at: datetime,
    address: str | None,
    browser: str,
) -> None:
    """Log a use of a link; doing the same again within a minute is the same visit."""
    visit = PreviewVisit(
        link=link, kind=kind, at=at, address=address, browser=browser[:200]
    )
    again = link.visits.filter(
        kind=kind, address=address, browser=visit.browser, at__gt=at - SAME_VISIT
    )
    if kind == PreviewVisit.Kind.COMMENTED or not again.exists():
        visit.save(force_insert=True)


def _demand_edit(user: User, article: Article) -> None:
    verdict = policy.may_edit(user, article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)


def _facts(link: PreviewLink) -> str:
    made = int(link.created_at.timestamp() * 1_000_000)
    return f"{link.pk}:{link.article_id}:{link.revision_id}:{made}"


def _sealed(facts: str) -> str:
    digest = salted_hmac(SALT, facts, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
