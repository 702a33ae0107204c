"""Small files by which programs know the site: security.txt, the manifest, the icon."""

from datetime import datetime, timedelta

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader.site import KEY
from articles.public.alternates import language_tag
from articles.public.site import site
from newsroom.delivery.addresses import interface_language
from newsroom.delivery.headers import announce, deliver

GOOD_FOR = timedelta(days=180)
"""How long the contact is promised to hold; RFC 9116 wants less than a year."""
PAPER, INK = "#fffefb", "#b5301f"


@require_safe
def security(request: HttpRequest) -> HttpResponseBase:
    """Answer whom to tell of a hole, by RFC 9116; the promise is renewed each month."""
    ours = conf()
    lines = [
        f"Contact: {ours.security_contact or fallback(ours.site_url)}",
        f"Expires: {expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {ours.site_url}/.well-known/security.txt",
    ]
    text = "\n".join(lines) + "\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return deliver(request, response)


def fallback(site_url: str) -> str:
    """Give the mailbox that RFC 2142 reserves for it."""
    host = site_url.partition("://")[2].partition(":")[0]
    return f"mailto:security@{host}"


def expires(at: datetime) -> datetime:
    """Give the same instant all month long, so that copies can be kept."""
    begin = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begin + GOOD_FOR


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """Answer what a device needs to keep the site among its applications."""
    ours = site()
    icons = [
        {"src": static(f"paper/icon-{size}.png"), "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    data = {
        "name": ours.name,
        "short_name": ours.name.partition(" ")[0],
        "description": ours.description,
        "lang": language_tag(interface_language()),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": [
            {**icon, "type": "image/png", "purpose": purpose}
            for icon in icons
            for purpose in ("any", "maskable")
        ],
    }
    response = JsonResponse(
        data,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    return deliver(request, response, keys={KEY})


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """Send whoever asks by habit to the icon that pages name."""
    response = HttpResponsePermanentRedirect(static("paper/icon-32.png"))
    announce(response, ())
    return response
