"""All of the site's feeds in one file that feed readers import: OPML 2.0."""

from collections.abc import Iterable
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.models.reader.site import KEY
from articles.public.addresses import absolute
from articles.public.feeds import address_of
from articles.public.site import site
from articles.text.clean import strip_controls
from newsroom.delivery.headers import deliver


@require_safe
def opml(request: HttpRequest) -> HttpResponseBase:
    """Answer the site's feed and those of all sections, below each other."""
    labels = list(Label.objects.of_kind(Kind.CATEGORY))
    response = HttpResponse(written(labels), content_type="text/x-opml; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="feeds.opml"'
    keys = {KEY, f"index:{Kind.CATEGORY}", *(f"name:{label.key}" for label in labels)}
    return deliver(request, response, keys=keys)


def written(labels: Iterable[Label]) -> str:
    """Write the outline; a category's feed stands before those of what is below it."""
    ours = site()
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("opml", AttributesImpl({"version": "2.0"}))
    xml.startElement("head", AttributesImpl({}))
    xml.addQuickElement("title", strip_controls(ours.name))
    xml.endElement("head")
    xml.startElement("body", AttributesImpl({}))
    _outline(xml, ours.name, "/", ours.tagline)
    xml.endElement("outline")
    below: dict[int | None, list[Label]] = {}
    for label in sorted(labels, key=lambda one: (one.position, one.path)):
        below.setdefault(label.parent_id, []).append(label)
    _branch(xml, below, None)
    xml.endElement("body")
    xml.endElement("opml")
    return text.getvalue()


def _branch(
    xml: SimplerXMLGenerator, below: dict[int | None, list[Label]], parent: int | None
) -> None:
    for label in below.get(parent, ()):
        _outline(xml, label.name or label.path, label.path, label.description)
        _branch(xml, below, label.pk)
        xml.endElement("outline")


def _outline(xml: SimplerXMLGenerator, name: str, path: str, about: str) -> None:
    """Begin one feed's line."""
    said = {
        "type": "rss",
        "text": strip_controls(name),
        "title": strip_controls(name),
        "description": strip_controls(about),
        "xmlUrl": absolute(address_of(path, "rss")),
        "htmlUrl": absolute(path),
    }
    kept = {key: value for key, value in said.items() if value}
    xml.startElement("outline", AttributesImpl(kept))
