"""The outsider's side of a link: the page, its pictures, the answer."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_replace
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from articles.conf import conf
from articles.models.desk import PreviewLink, PreviewVisit, Standing
from articles.preview import answers, guard, pictures
from articles.preview.answers import AnswerForm
from articles.preview.show import Render, of_revision, show
from articles.publishing.pictures import named
from articles.rendering import RenderRefused
from articles.workflow import sharing
from articles.workflow.sharing import LinkState
from newsroom.delivery.addresses import interface_language, plain


def no_render(*args: Any, **kwargs: Any) -> HttpResponse:
    """Stand in until `addresses` gives the public room's own."""
    raise ImproperlyConfigured("preview.addresses() says how a row is shown.")


@method_decorator(csp_replace(guard.POLICY), name="dispatch")
class LinkView(View):
    """What a link opens, and the one answer of those that open nothing."""

    render: Render = no_render
    logs_refusals = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **parts: Any
    ) -> HttpResponseBase:
        """Find the link by its token; every answer is private."""
        at = timezone.now()
        link = sharing.find(parts.pop("token"))
        if link is None:
            return nothing(request, 404)
        if sharing.state(link, at=at) != LinkState.OPEN:
            if self.logs_refusals:
                log(request, link, PreviewVisit.Kind.REFUSED, at=at)
            return nothing(request, 410)
        response = super().dispatch(request, *args, link=link, at=at, **parts)
        return guard.private(response)

    def page(
        self,
        request: HttpRequest,
        link: PreviewLink,
        form: AnswerForm,
        *,
        at: datetime,
        status: int = 200,
        troubled: str = "",
    ) -> HttpResponse:
        """Show the revision the link is pinned to, with what was said through it."""
        try:
            shown = of_revision(link.revision, at=at)
        except RenderRefused as refusal:
            return nothing(request, 422, reason=str(refusal))
        token = sharing.token_of(link)
        address = reverse("preview:page", args=[token])
        article = link.article
        context = {
            "link": link,
            "form": form,
            "troubled": troubled,
            "answer_address": reverse("preview:answer", args=[token]),
            "answers": list(answers.given(link)),
            "live": article.standing == Standing.LIVE,
            "same": article.live_number == link.revision.number,
        }
        return show(
            request,
            shown,
            render=self.render,
            template="preview/link.html",
            pictures=f"{address}picture/",
            context=context,
            stands_at=plain(address),
            status=status,
        )


class LinkPage(LinkView):
    """The revision as its page would be, under a banner that says what it is."""

    http_method_names = ["get", "head", "options"]

    def get(
        self, request: HttpRequest, link: PreviewLink, at: datetime
    ) -> HttpResponse:
        """Show it, and note the visit."""
        if request.method == "GET":
            log(request, link, PreviewVisit.Kind.READ, at=at)
        form = AnswerForm(initial={"name": link.recipient[:120], "opinion": ""})
        return self.page(request, link, form, at=at)


class LinkPicture(LinkView):
    """A picture of the revision, for as long as the link opens it."""

    http_method_names = ["get", "head", "options"]
    logs_refusals = False

    def get(
        self, request: HttpRequest, link: PreviewLink, at: datetime, name: str
    ) -> HttpResponseBase:
        """Send it."""
        return pictures.send(named(link.revision), name)


class LinkAnswer(LinkView):
    """Takes an answer. Its address is the permission to give one.

    Exempt from Django's CSRF check (in `urls`): there is no cookie and no session that
    a foreign page could abuse, and a page that does not know the token cannot name the
    address. What browsers say of where a form comes from is looked at all the same.
    """

    http_method_names = ["post", "options"]

    def post(
        self, request: HttpRequest, link: PreviewLink, at: datetime
    ) -> HttpResponseBase:
        """Keep the answer, or show the form again with what was typed."""
        if not link.may_comment or not guard.from_here(request):
            return HttpResponse(status=403)
        form = AnswerForm(request.POST)
        back = reverse("preview:page", args=[sharing.token_of(link)]) + "#answers"
        if not form.is_valid():
            return self.page(request, link, form, at=at, status=422)
        if form.by_a_program:
            return HttpResponseRedirect(back, status=303)
        try:
            answers.take(
                link,
                form.cleaned_data,
                at=at,
                address=guard.address_of(request),
                browser=guard.browser_of(request),
            )
        except answers.TooMany:
            return self.page(request, link, form, at=at, status=429, troubled="often")
        except answers.Closed:
            return nothing(request, 410)
        return HttpResponseRedirect(back, status=303)


def nothing(request: HttpRequest, status: int, *, reason: str = "") -> HttpResponse:
    """Answer that there is nothing here, alike whatever is behind it."""
    context = {"site": conf(), "language": interface_language(), "reason": reason}
    page = render_template(request, "preview/nothing.html", context, status=status)
    return guard.private(page)


def log(
    request: HttpRequest, link: PreviewLink, kind: PreviewVisit.Kind, *, at: datetime
) -> None:
    """Note a visit of a link that exists."""
    address, browser = guard.address_of(request), guard.browser_of(request)
    sharing.visited(link, kind, at=at, address=address, browser=browser)
