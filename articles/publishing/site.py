"""The site's own words, colours and links: from the working copy to readers."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles.media import for_image, names
from articles.models.desk import Image, NavigationItem, SiteSettings
from articles.models.reader import Label, PublishedSite, Purge
from articles.models.reader.site import KEY, LOGOS, LinkRef, SiteContent
from articles.publishing import pictures
from articles.workflow import MoveRefused, audit, policy

PERMISSION = "articles.publish_sitesettings"


def content_of(site: SiteSettings) -> SiteContent:
    """Give what readers would get of the working copy."""
    return SiteContent(
        name=site.name,
        tagline=site.tagline,
        description=site.description,
        organisation=site.organisation,
        email=site.email,
        footer=site.footer,
        accent_light=site.accent_light,
        accent_dark=site.accent_dark,
        hues={one.category.label_key: one.hue for one in site.colours.all()},
        logo=_facts(site.logo),
        logo_dark=_facts(site.logo_dark),
        links=[_link(one) for one in site.links.all()],
    )


def _facts(image: Image | None) -> dict[str, Any] | None:
    facts = for_image(image) if image else None
    return {**facts, "image": str(image.uuid)} if facts and image else None


def _link(item: NavigationItem) -> LinkRef:
    return LinkRef(
        place=item.place,
        label=item.label,
        language=item.language,
        section=item.category.label_key if item.category else "",
        page=str(item.page.uuid) if item.page else "",
        address=item.address,
    )


def whole() -> SiteSettings | None:
    """Give the working copy with all that belongs to it, in four queries."""
    found = SiteSettings.objects.select_related("logo", "logo_dark")
    found = found.prefetch_related(
        "colours__category", "links__category", "links__page"
    )
    return found.first()


def is_live(site: SiteSettings) -> bool:
    """Say whether readers have the working copy as it is."""
    row = PublishedSite.objects.first()
    return row is not None and row.content == content_of(site)


def publish_site(*, expected: int, actor: User, at: datetime) -> PublishedSite:
    """Give readers the working copy.

    Raises MoveRefused where the person may not, or somebody saved since ``expected``.
    """
    if not policy.holds(actor, PERMISSION):
        raise MoveRefused(_("You may not publish the site’s settings."))
    with transaction.atomic():
        list(SiteSettings.objects.select_for_update().values_list("pk", flat=True))
        site = whole()
        if site is None or site.version != expected:
            raise MoveRefused(
                _("Somebody else changed the site’s settings in the meantime; "
                  "open them again to see how they stand.")
            )  # fmt: skip
        row = locked(at=at)
        before, after = row.content, content_of(site)
        if before == after:
            return row
        _swap_logos(before, [one for one in (site.logo, site.logo_dark) if one])
        row.content, row.version, row.changed_at = after, row.version + 1, at
        row.save()
        if _in_feeds(before) != _in_feeds(after):
            Label.objects.update(version=F("version") + 1)
        audit.record(
            audit.Kind.SETTING, "publish_site", actor=actor, at=at,
            subject=site.name, detail=_changes(before or {}, after),
        )  # fmt: skip
        Purge.objects.create(at=at, keys=[KEY])
    return row


def locked(*, at: datetime) -> PublishedSite:
    """Give the one row of the site for a change, made where it is missing."""
    PublishedSite.objects.get_or_create(pk=1, defaults={"changed_at": at})
    return PublishedSite.objects.select_for_update().get(pk=1)


def _in_feeds(content: SiteContent | None) -> tuple[str, str] | None:
    """Give what feeds say of the site: subscribers' copies become stale with it."""
    return (content["name"], content["tagline"]) if content else None


def refresh_logos(images: Collection[uuid.UUID], *, at: datetime) -> int:
    """Give readers a logo as the library has it now; says how many sites changed."""
    with transaction.atomic():
        row = PublishedSite.objects.select_for_update().first()
        if row is None or not row.logos() & set(images):
            return 0
        before: SiteContent = row.content
        found = Image.objects.in_bulk(row.logos(), field_name="uuid")
        after = before.copy()
        for name in LOGOS:
            facts = before[name]
            image = facts and found.get(uuid.UUID(facts["image"]))
            # Readers keep what they have where the library has no file to show.
            after[name] = _facts(image) or facts if image else facts
        if before == after:
            return 0
        _swap_logos(before, list(found.values()))
        row.content, row.version, row.changed_at = after, row.version + 1, at
        row.save()
        Purge.objects.create(at=at, keys=[KEY])
    return 1


def _swap_logos(before: SiteContent | None, images: list[Image]) -> None:
    """Put the logos' files out, and take in those that no page shows any more."""
    pictures.put_logos_out(images)
    if before is None:
        return
    former = [facts for name in LOGOS if (facts := before[name])]
    if former:
        pictures.take_in_names_later(
            {uuid.UUID(facts["image"]) for facts in former},
            frozenset[str]().union(*(names(facts) for facts in former)),
        )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Say what is new, in the words of the data: the log is for those who look closely."""
    return "\n".join(
        f"{name}: {_short(value)}"
        for name, value in after.items()
        if before.get(name) != value
    )


def _short(value: object) -> str:
    if isinstance(value, dict) and "image" in value:
        return str(value["image"])
    return str(value) if value else "–"
