"""Pictures in feeds: every public file of one, as Media RSS names them."""

from collections.abc import Mapping
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from articles.conf import conf
from articles.text.clean import strip_controls

NAMESPACE = "http://search.yahoo.com/mrss/"


def add_media(handler: SimplerXMLGenerator, facts: Mapping[str, Any] | None) -> None:
    """Write a picture's files, whole and uncropped, with words, credit and thumbnail."""
    files = renditions(facts)
    if not facts or not files:
        return
    handler.startElement("media:group", AttributesImpl({}))
    largest = max(files, key=lambda one: (one["type"] == "image/jpeg", one["width"]))
    for one in files:
        more = {"isDefault": "true"} if one is largest else {}
        more |= {"fileSize": str(one["bytes"])} if "bytes" in one else {}
        handler.addQuickElement(
            "media:content",
            None,
            {
                "url": conf().site_url + one["url"],
                "type": one["type"],
                "medium": "image",
                "width": str(one["width"]),
                "height": str(one["height"]),
                **more,
            },
        )
    handler.endElement("media:group")
    smallest = min(files, key=lambda one: (one["type"] != "image/jpeg", one["width"]))
    handler.addQuickElement(
        "media:thumbnail",
        None,
        {
            "url": conf().site_url + smallest["url"],
            "width": str(smallest["width"]),
            "height": str(smallest["height"]),
        },
    )
    for name, attributes, text in (
        ("media:description", {"type": "plain"}, facts.get("alt")),
        ("media:title", {"type": "plain"}, facts.get("caption")),
        ("media:credit", {"role": "photographer"}, facts.get("credit")),
    ):
        if text and strip_controls(text).strip():
            handler.addQuickElement(name, strip_controls(text), attributes)


def renditions(facts: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Give the public files that show a picture whole, each with its type."""
    return [
        {**file, "type": source["type"]}
        for source in (facts or {}).get("sources", ())
        if source["ratio"] == "original"
        for file in source["files"]
    ]
