"""What all public views share: safe methods, one template, keys, the ledger on a miss."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes
from django.views import View

from articles.models.reader import Label
from articles.models.reader.site import KEY
from articles.public import ledger
from articles.public.frame import Frame
from articles.public.scripts import render
from newsroom.delivery import headers
from newsroom.delivery.addresses import localized, plain


@dataclass(frozen=True)
class Page:
    """What a view found out: its surroundings, its content, and the keys of both."""

    frame: Frame
    context: dict[str, Any]
    keys: Iterable[str] = field(default_factory=set)


class Elsewhere(Exception):
    """The page stands at another path."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class PublicView(View):
    """A page that declares its template and how it is read from the reader side."""

    http_method_names = ["get", "head", "options"]
    template_name = ""

    def read(self, path: str, **parts: Any) -> Page:
        """Read the page at a path (without language), or raise Http404 or Elsewhere."""
        raise Http404

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """Answer the page, or what the ledger knows of its address."""
        try:
            page = self.read(plain(request.path_info), **parts)
        except Elsewhere as other:
            return redirect(request, other.path)
        except Http404:
            return answer_a_miss(request)
        context = {"frame": page.frame, **page.context}
        response = render(request, self.template_name, context)
        keys = {*page.frame.keys(), *page.keys}
        return headers.deliver(request, response, keys=keys)


def answer_a_miss(request: HttpRequest) -> HttpResponseBase:
    """Answer an address that is no page: 301, 410, 451 or 404, by the ledger."""
    path = plain(request.path_info)
    fate = ledger.fate(path)
    if isinstance(fate, ledger.Moved):
        response = redirect(request, fate.path)
    elif isinstance(fate, ledger.Gone):
        context = {"since": fate.since, "section": fate.section}
        response = apology(request, "paper/410.html", 410, context)
    elif isinstance(fate, ledger.Held):
        response = apology(request, "paper/451.html", 451)
    elif lacks_only_its_slash(request):
        response = redirect(request, f"{path}/")
    else:
        response = apology(request, "paper/404.html", 404)
    keys = fate.keys() if fate else {"misses"}
    headers.announce(response, {f"address:{path}", "sections", KEY, *keys})
    return response


def redirect(request: HttpRequest, path: str) -> HttpResponse:
    """Send to a path for good, in the same language and with the same query."""
    query = request.META.get("QUERY_STRING", "")
    target = escape_leading_slashes(localized(path)) + (f"?{query}" if query else "")
    response = HttpResponsePermanentRedirect(target)
    headers.announce(response, ())
    return response


def lacks_only_its_slash(request: HttpRequest) -> bool:
    """Say whether an address with a slash at its end would be one of the site's own."""
    if request.path_info.endswith("/"):
        return False
    try:
        found = resolve(f"{request.path_info}/")
    except Resolver404:
        return False
    return found.view_name not in {"public:page", "public:elsewhere"}


def apology(
    request: HttpRequest,
    template: str,
    status: int,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a page that says why there is nothing, with the way on."""
    labels = list(Label.objects.around("/"))
    frame = Frame(path="/", labels=labels, indexed=False)
    context = {"frame": frame, **(context or {})}
    return render(request, template, context, status=status)
