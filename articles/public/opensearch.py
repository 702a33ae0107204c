"""How a browser puts a question to the site from its own address bar."""

from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.models.reader.site import KEY
from articles.public.asking import PATH
from articles.public.site import site
from articles.text.clean import strip_controls
from newsroom.delivery.headers import deliver

TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
NAME, DESCRIPTION = 16, 1024
"""Characters that the format allows for each."""


@require_safe
def opensearch(request: HttpRequest) -> HttpResponseBase:
    """Answer the description of the search, by OpenSearch 1.1."""
    ours = site()
    name = strip_controls(ours.name).strip()
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": NAMESPACE}))
    xml.addQuickElement("ShortName", name[:NAME].strip())
    xml.addQuickElement(
        "Description", strip_controls(ours.description)[:DESCRIPTION].strip() or name
    )
    xml.addQuickElement("InputEncoding", "UTF-8")
    icon = {"width": "32", "height": "32", "type": "image/png"}
    xml.addQuickElement("Image", ours.site_url + static("paper/icon-32.png"), icon)
    for kind, path, more in (
        ("text/html", f"{PATH}?q={{searchTerms}}", {}),
        ("application/rss+xml", f"{PATH}feed/?q={{searchTerms}}", {}),
        (TYPE, "/opensearch.xml", {"rel": "self"}),
    ):
        given = {"type": kind, "template": ours.site_url + path, **more}
        xml.addQuickElement("Url", "", given)
    xml.endElement("OpenSearchDescription")
    response = HttpResponse(text.getvalue(), content_type=TYPE)
    return deliver(request, response, keys=[KEY])
