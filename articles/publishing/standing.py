"""Pages beside the news, through the door: published, withdrawn, their addresses kept."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.desk import Page
from articles.models.reader import Address, PublishedPage, Purge
from articles.models.reader.site import KEY, PageRef
from articles.publishing import ledger
from articles.publishing.site import locked
from articles.rendering import RenderRefused, render
from articles.text.slugs import is_reserved_at_root
from articles.workflow import MoveRefused, audit, policy

PERMISSION = "articles.publish_page"


def publish_page(
    page: Page, *, expected: int, actor: User, at: datetime
) -> PublishedPage:
    """Give readers the working copy of a page, at the address it asks for.

    Raises MoveRefused where the person may not, somebody saved since ``expected``, the
    text cannot be rendered, or the address is not to be had.
    """
    _demand(actor)
    row = composed(page, at=at)
    with transaction.atomic():
        claimed = Page.objects.filter(pk=page.pk, version=expected)
        if not claimed.update(live_version=expected):
            raise MoveRefused(
                _("Somebody else changed this page in the meantime; open it again to "
                  "see how it stands.")
            )  # fmt: skip
        before = PublishedPage.objects.filter(uuid=page.uuid).first()
        _address(page, before, at=at)
        if before is not None:
            row.pk, row.published_at = before.pk, before.published_at
        row.save()
        page.live_version = expected
        audit.record(
            audit.Kind.SETTING, "publish_page", actor=actor, at=at,
            subject=f"{page.title} {page.path}", detail=page.body,
        )  # fmt: skip
        _purge(before, row, at=at)
    return row


def withdraw_page(page: Page, *, actor: User, at: datetime, reason: str = "") -> None:
    """Take a page from readers; its address answers 410 from now on.

    Raises MoveRefused where the person may not, or readers do not have it.
    """
    _demand(actor)
    with transaction.atomic():
        claimed = Page.objects.filter(pk=page.pk, live_version__isnull=False)
        before = PublishedPage.objects.filter(uuid=page.uuid).first()
        if not claimed.update(live_version=None) or before is None:
            raise MoveRefused(_("“%s” is not live.") % page)
        before_path = before.path
        ledger.close([page.owner], at=at, reason=reason)
        before.delete()
        page.live_version = None
        audit.record(
            audit.Kind.SETTING, "withdraw_page", actor=actor, at=at,
            subject=f"{page.title} {before_path}", detail=reason,
        )  # fmt: skip
        _purge(before, None, at=at)


def composed(page: Page, *, at: datetime) -> PublishedPage:
    """Make the unsaved reader row of a page's working copy."""
    try:
        body = render(page.body, format="markdown")
    except RenderRefused as refusal:
        raise MoveRefused(str(refusal)) from refusal
    return PublishedPage(
        uuid=page.uuid,
        path=page.path,
        language=page.language,
        title=page.title,
        description=body.excerpt,
        body_html=str(body.html),
        published_at=at,
        updated_at=at,
    )


def why_not_at(page: Page) -> str:
    """Say why a page cannot have the address it asks for, nothing where it can."""
    if is_reserved_at_root(page.slug):
        return _("%(path)s is an address of the site itself. Choose another.") % {
            "path": page.path
        }
    taken = Address.objects.filter(path=page.path).exclude(owner=page.owner)
    if taken.exists():
        return _(
            "%(path)s belonged to something else once, and readers' links to it still "
            "lead there. Choose another address."
        ) % {"path": page.path}
    return ""


def _demand(actor: User) -> None:
    if not policy.holds(actor, PERMISSION):
        raise MoveRefused(_("You may not publish or withdraw pages."))


def _address(page: Page, before: PublishedPage | None, *, at: datetime) -> None:
    """Let the ledger give the page its address; its former ones lead there."""
    why_not = why_not_at(page)
    if why_not:
        raise MoveRefused(why_not)
    given = ledger.claim({page.owner: ("/", page.slug)}, at=at)[page.owner]
    if given != page.slug:
        raise MoveRefused(why_not_at(page))
    if before is None or before.path != page.path:
        ledger.settle({page.owner: page.path}, at=at)


def _purge(
    before: PublishedPage | None, after: PublishedPage | None, *, at: datetime
) -> None:
    """Note what shows the page: itself, and every page where its links change."""
    touched = {one.owner for one in (before, after) if one}
    paths = {one.path for one in (before, after) if one}
    if before is None or after is None or len(paths) > 1:
        touched |= {f"address:{path}" for path in paths} | {"misses"}
    site = locked(at=at)
    pages = {
        str(one.uuid): PageRef(path=one.path, title=one.title, language=one.language)
        for one in PublishedPage.objects.defer("body_html")
    }
    if site.pages != pages:
        site.pages, site.changed_at = pages, at
        site.save()
        touched.add(KEY)
    Purge.objects.create(at=at, keys=sorted(touched))
