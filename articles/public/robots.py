"""What crawlers may fetch, and where the list of it is."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from articles.conf import conf
from newsroom.delivery.headers import deliver

RULES = """User-agent: *
Disallow: /admin/
Allow: /

Sitemap: {site}/sitemap.xml
Sitemap: {site}/news-sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Answer that all but the desk is open to everybody."""
    text = RULES.format(site=conf().site_url)
    return deliver(
        request, HttpResponse(text, content_type="text/plain; charset=utf-8")
    )
