"""The three formats on Django's feed generator: RSS 2.0, Atom and JSON Feed 1.1."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

from articles.public.feeds.media import NAMESPACE, add_media

JSON_FEED = "https://jsonfeed.org/version/1.1"
XHTML = "http://www.w3.org/1999/xhtml"
NONE: Any = AttributesImpl({})


class FollowsItsList:
    """A mixin: the feed's date is its list's, which moves when an item leaves too."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        """Give the instant at which the list last changed."""
        return self.feed["changed_at"]

    def relations(self) -> list[tuple[str, str]]:
        """Give what a feed leads to: its older parts, and who tells of changes."""
        hubs = [("hub", hub) for hub in self.feed["hubs"]]
        return [*self.feed["pages"].items(), *hubs]

    def explain(self, handler: SimplerXMLGenerator) -> None:
        """Say to a person who opened it in a browser what this is, and where to go.

        In another namespace, which programs that read feeds pass over.
        """
        said = self.feed["explanation"]
        handler.startElement("div", AttributesImpl({"xmlns": XHTML}))
        handler.startElement("p", NONE)
        handler.characters(said["text"])
        handler.endElement("p")
        for text, address in said["links"]:
            handler.startElement("p", NONE)
            handler.startElement("a", AttributesImpl({"href": address}))
            handler.characters(text)
            handler.endElement("a")
            handler.endElement("p")
        handler.endElement("div")


class RssFeed(FollowsItsList, Rss201rev2Feed):
    """RSS 2.0 with the full text, and a `dc:creator` for each name of a byline."""

    def rss_attributes(self) -> dict[str, str]:
        """Declare the modules that items use."""
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": NAMESPACE,
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write the channel: what it leads to behind what RSS itself has."""
        self.explain(handler)
        super().add_root_elements(handler)
        for relation, address in self.relations():
            handler.addQuickElement(
                "atom:link", None, {"rel": relation, "href": address}
            )

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Any) -> None:
        """Write an item: names, language, pictures and text behind what RSS has."""
        super().add_item_elements(handler, item)
        for name, _ in item["people"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        add_media(handler, item["picture"])
        # Escaped text rather than CDATA: no `]]>` in an article can end it.
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(FollowsItsList, Atom1Feed):
    """Atom with the full text, and an author for each name of a byline."""

    def write(self, outfile: IO[Any], encoding: str) -> None:
        """Write the feed, with its style sheet, which Django gives RSS alone."""
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for stylesheet in self.feed["stylesheets"] or ():
            handler.processingInstruction("xml-stylesheet", str(stylesheet))
        handler.startElement("feed", AttributesImpl(self.root_attributes()))
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        """Declare the module that entries use."""
        return {**super().root_attributes(), "xmlns:media": NAMESPACE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write the feed's head: what it leads to behind what Django writes."""
        self.explain(handler)
        super().add_root_elements(handler)
        for relation, address in self.relations():
            handler.addQuickElement("link", None, {"rel": relation, "href": address})

    def item_attributes(self, item: Any) -> dict[str, str]:
        """Say in which language an entry is written."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Any) -> None:
        """Write an entry: names, pictures and full text behind what Django writes."""
        super().add_item_elements(handler, item)
        for name, url in item["people"]:
            handler.startElement("author", NONE)
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        add_media(handler, item["picture"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(FollowsItsList, SyndicationFeed):
    """JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>."""

    content_type = "application/feed+json"

    def write(self, outfile: IO[Any], encoding: str) -> None:
        """Write the whole feed as one JSON object."""
        text = json.dumps(self.document(), ensure_ascii=False, indent=1)
        outfile.write(text.encode(encoding))

    def document(self) -> dict[str, Any]:
        """Give the feed as the object it is written as."""
        feed = self.feed
        said = feed["explanation"]
        links = " ".join(address for _text, address in said["links"])
        further = {"next_url": feed["pages"].get("next"), "hubs": self.hubs()}
        return {
            "version": JSON_FEED,
            "user_comment": f"{said['text']} {links}",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            **{name: value for name, value in further.items() if value},
            "items": [self.item(item) for item in self.items],
        }

    def hubs(self) -> list[dict[str, str]]:
        """Name who tells of changes."""
        return [{"type": "WebSub", "url": hub} for hub in self.feed["hubs"]]

    def item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Give one item; what an article does not have is left out."""
        written = {
            "id": item["unique_id"],
            "url": item["link"],
            "external_url": item["external_url"],
            "title": item["title"],
            "content_html": item["content"],
            "summary": item["summary"],
            "image": next((one.url for one in item["enclosures"]), ""),
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name, "url": url} for name, url in item["people"]],
            "tags": list(item["categories"]),
            "language": item["language"],
            "attachments": [
                {
                    "url": one.url,
                    "mime_type": one.mime_type,
                    "size_in_bytes": int(one.length),
                }
                for one in item["enclosures"]
            ],
        }
        needed = {"id", "url", "title", "content_html"}
        return {key: value for key, value in written.items() if value or key in needed}
