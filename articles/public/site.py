"""The newsroom as every page shows it: as published, else by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.conf import conf
from articles.models.reader import Label, PublishedSite
from articles.models.reader.site import LinkRef, PageRef
from newsroom.delivery.addresses import interface_language, localized


@dataclass(frozen=True)
class Link:
    """A link as masthead or footer shows it."""

    text: str
    address: str
    path: str = ""
    """Where it leads on the site itself, without a language; empty for elsewhere."""
    key: str = ""
    """The section's key, where it leads to a section."""

    def current(self, path: str, section: str) -> str:
        """Say, as `aria-current` does, whether a page is the one it leads to."""
        if self.path and self.path == path:
            return "page"
        return "true" if self.key and self.key == section else ""


@dataclass(frozen=True)
class Site:
    """Name, colours, links and footer of the site; nothing here asks for more."""

    said: Mapping[str, Any]
    pages: Mapping[str, PageRef]
    version: int = 0

    @property
    def name(self) -> str:
        """Give the name on the masthead."""
        return str(self.said.get("name") or conf().name)

    @property
    def tagline(self) -> str:
        """Give the line under the name; who publishes none has none."""
        return str(self.said.get("tagline", conf().tagline))

    @property
    def description(self) -> str:
        """Give what search engines say of the site."""
        return str(self.said.get("description") or self.tagline)

    @property
    def organisation(self) -> str:
        """Give who publishes it."""
        return str(self.said.get("organisation") or self.name)

    @property
    def email(self) -> str:
        """Give the address at which readers reach the newsroom, if there is one."""
        return str(self.said.get("email", ""))

    @property
    def footer(self) -> str:
        """Give the text in the footer."""
        return str(self.said.get("footer", ""))

    @property
    def site_url(self) -> str:
        """Give where readers find the site, without a slash at the end."""
        return conf().site_url

    @property
    def logo(self) -> dict[str, Any] | None:
        """Give the facts of the logo's public renditions."""
        return self.said.get("logo")

    @property
    def logo_dark(self) -> dict[str, Any] | None:
        """Give the facts of the logo for dark pages."""
        return self.said.get("logo_dark")

    @property
    def theme(self) -> str:
        """Give the address of the site's own colours, nothing where it has none."""
        coloured = self.said.get("accent_light") or self.said.get("accent_dark")
        return f"/theme.css?v={self.version}" if coloured else ""

    def hue(self, key: str) -> int | None:
        """Give the hue the desk chose for a section."""
        hues: Mapping[str, int] = self.said.get("hues") or {}
        return hues.get(key)

    def links(self, place: str, labels: Mapping[str, Label]) -> list[Link]:
        """Give the links of a place that lead somewhere now, in the desk's order."""
        language = interface_language()
        found = (
            self._resolved(one, labels)
            for one in self.said.get("links") or ()
            if one["place"] == place and one["language"] in ("", language)
        )
        return [one for one in found if one is not None]

    def _resolved(self, ref: LinkRef, labels: Mapping[str, Label]) -> Link | None:
        text = ref["label"]
        if ref["section"]:
            label = labels.get(ref["section"])
            if label is None:
                return None
            return Link(
                text or label.name, localized(label.path), label.path, label.key
            )
        if ref["page"]:
            page = self.pages.get(ref["page"])
            if page is None:
                return None
            path = page["path"]
            return Link(text or page["title"], localized(path), path)
        address = ref["address"]
        if address.startswith("/"):
            return Link(text or address, localized(address), address)
        return Link(text or address, address)


def site() -> Site:
    """Read the site as published, in one query."""
    row = PublishedSite.objects.filter(pk=1).first()
    if row is None:
        return Site({}, {})
    return Site(row.content or {}, row.pages, row.version)
