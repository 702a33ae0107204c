"""Pages beside the news, through the door: published, withdrawn, their addresses kept.

What their texts name follows as it does in articles: `refresh_pages` composes a live page
again where a picture or the address of an article changed.
"""

import uuid
from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles.models.desk import Page
from articles.models.reader import Address, PublishedPage, Purge
from articles.models.reader.site import KEY, PAGES, PageRef
from articles.publishing import ledger, links, pictures, uses
from articles.publishing.directory import Directory
from articles.publishing.site import locked
from articles.rendering import VERSION, RenderRefused, articles_in, render
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
    make_ready(page.body)
    with transaction.atomic():
        claimed = Page.objects.filter(pk=page.pk, version=expected)
        if not claimed.update(live_version=expected, live_body=page.body):
            raise MoveRefused(
                _("Somebody else changed this page in the meantime; open it again to "
                  "see how it stands.")
            )  # fmt: skip
        directory = Directory.of_text(page.body)
        row = composed(page, directory, at=at)
        before = PublishedPage.objects.filter(uuid=page.uuid).first()
        _address(page, before, at=at)
        if before is not None:
            row.pk, row.published_at = before.pk, before.published_at
        row.save()
        _use(page.body, row, before, directory)
        page.live_version, page.live_body = expected, page.body
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
        gone = claimed.update(live_version=None, live_body=None)
        if not gone or before is None:
            raise MoveRefused(_("“%s” is not live.") % page)
        before_path = before.path
        ledger.close([page.owner], at=at, reason=reason)
        _use("", None, before, Directory())
        before.delete()
        page.live_version = page.live_body = None
        audit.record(
            audit.Kind.SETTING, "withdraw_page", actor=actor, at=at,
            subject=f"{page.title} {before_path}", detail=reason,
        )  # fmt: skip
        _purge(before, None, at=at)


def refresh_pages(pages: Iterable[uuid.UUID], *, at: datetime) -> dict[uuid.UUID, str]:
    """Compose live pages again from the text they show; their dates stay.

    Gives, for each that is live, why it stays as it was; nothing where it was renewed.
    """
    # In one order, so that two who do this do not wait for each other.
    said = {one: _refresh(one, at=at) for one in sorted(set(pages))}
    return {one: why for one, why in said.items() if why is not None}


def _refresh(name: uuid.UUID, *, at: datetime) -> str | None:
    live = Page.objects.filter(uuid=name, live_version__isnull=False)
    page = live.first()
    if page is None:
        return None
    if page.live_body is None:
        return (
            _("What “%s” said when it was published was not kept: publish it again.")
            % page
        )
    make_ready(page.live_body)
    with transaction.atomic():
        # Claimed before it is composed: the last to come composes what holds now.
        if not live.update(live_version=F("live_version")):
            return None
        body = live.get().live_body or ""
        before = PublishedPage.objects.get(uuid=name)
        row = copy(before)
        directory = Directory.of_text(body)
        try:
            _render(row, body, directory)
        except MoveRefused as refusal:
            return str(refusal)
        row.save()
        _use(body, row, before, directory)
        Purge.objects.create(at=at, keys=[row.owner])
    return ""


def composed(page: Page, directory: Directory, *, at: datetime) -> PublishedPage:
    """Make the unsaved reader row of a page's working copy."""
    row = PublishedPage(
        uuid=page.uuid,
        path=page.path,
        language=page.language,
        title=page.title,
        published_at=at,
        updated_at=at,
    )
    _render(row, page.body, directory)
    return row


def _render(row: PublishedPage, text: str, directory: Directory) -> None:
    """Give a row the text; raises MoveRefused where it cannot be rendered."""
    try:
        body = render(
            text,
            format="markdown",
            find_picture=directory.find_picture,
            find_link=directory.find_link,
        )
    except RenderRefused as refusal:
        raise MoveRefused(str(refusal)) from refusal
    row.description, row.body_html = body.excerpt, str(body.html)
    row.renderer = VERSION


def make_ready(body: str) -> None:
    """Make the renditions that a text needs, before a transaction waits for them."""
    Directory.of_text(body)


def _use(
    body: str,
    row: PublishedPage | None,
    before: PublishedPage | None,
    directory: Directory,
) -> None:
    """Note which pictures a page shows and which articles it links to; files follow."""
    rows = [row] if row else []
    former = [before] if before else []
    pictures.use(
        uses.PICTURES_OF_PAGES,
        [(one, pictures.named_in(body)) for one in rows],
        former,
        directory.images,
    )
    links.use(uses.LINKS_OF_PAGES, [(one, articles_in(body)) for one in rows], former)


def why_not_at(page: Page) -> str:
    """Say why a page cannot have the address it asks for, nothing where it can."""
    if is_reserved_at_root(page.slug):
        return _("%(path)s is an address of the site itself. Choose another.") % {
            "path": page.path
        }
    taken = Address.objects.filter(path=page.path).exclude(owner=page.owner)
    if taken.exists():
        return _(
            "%(path)s belonged to something else once, and readers’ links to it still "
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
    """Note what shows the page: itself, sitemaps, and pages where its links change."""
    touched = {PAGES} | {one.owner for one in (before, after) if one}
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
