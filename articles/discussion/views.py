"""A reader writes a comment, and finds it again by a link that only they have."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from articles import publishing
from articles.conf import conf
from articles.discussion.forms import CommentForm
from articles.models.desk import Comment
from articles.models.reader import PublishedArticle, PublishedComment
from articles.workflow import comments
from articles.workflow.comments import CommentRefused, Written
from newsroom.delivery import headers, visitors
from newsroom.delivery.addresses import interface_language, localized, plain

Render = Callable[..., HttpResponse]
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def no_render(*args: Any, **kwargs: Any) -> HttpResponse:
    """Stand in until `addresses` gives the public room's own."""
    raise ImproperlyConfigured("discussion.addresses() says how a page is shown.")


class PrivateView(View):
    """A page that nobody keeps: not a browser, not a cache, not a search engine.

    Exempt from Django's CSRF check (in `urls`): there is no cookie and no session that
    a foreign page could abuse. Whatever browsers say of where a form comes from is
    looked at all the same.
    """

    http_method_names = ["get", "head", "post", "options"]
    render: Render = no_render

    def dispatch(
        self, request: HttpRequest, *args: Any, **parts: Any
    ) -> HttpResponseBase:
        """Answer, unless comments are off or the form comes from another site."""
        if not conf().comments:
            raise Http404
        if request.method == "POST" and not visitors.from_here(
            request, conf().site_url
        ):
            response: HttpResponseBase = HttpResponse(status=403)
        else:
            response = super().dispatch(request, *args, **parts)
        return headers.private(response)


class WriteComment(PrivateView):
    """The form for a comment on a live article, or for an answer to one."""

    def get(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Show the form."""
        page = _page(article)
        answers = request.GET.get("to", "")
        initial = {"answers": answers}
        form = CommentForm(page.uuid, at=timezone.now(), initial=initial)
        return self.show(request, page, form, answers=answers)

    def post(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Take the comment, or show the form again with all that was typed."""
        page = _page(article)
        now = timezone.now()
        form = CommentForm(page.uuid, request.POST, at=now)
        if form.by_a_program:
            return HttpResponseRedirect(localized(page.path), status=303)
        answers = request.POST.get("answers", "")
        if page.comments_closed or not form.is_valid():
            return self.show(request, page, form, answers=answers, status=422)
        data = form.cleaned_data
        written = Written(
            name=data["name"],
            text=data["text"],
            email=data["email"],
            answers=data["answers"],
            language=TAGS.get(interface_language(), interface_language()),
            address=visitors.address_of(request, conf().proxies),
        )
        try:
            comment = comments.take(page, written, at=now)
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
            return self.show(request, page, form, answers=answers, status=422)
        own = reverse("discussion:own", args=[comments.token_of(comment)])
        return HttpResponseRedirect(own, status=303)

    def show(
        self,
        request: HttpRequest,
        page: PublishedArticle,
        form: CommentForm,
        *,
        answers: str,
        status: int = 200,
    ) -> HttpResponse:
        """Show the form, with what is answered above it."""
        answered = _answered(page, answers)
        if answered is None and form.is_bound and answers:
            # Sent again it is a comment of its own, as the sentence says.
            form.put("answers", "")
        return self.render(
            request,
            page,
            template="discussion/write.html",
            context={
                "form": form,
                "answered": answered,
                "closed": page.comments_closed,
            },
            stands_at=plain(request.path_info),
            title=_("Write a comment"),
            status=403 if page.comments_closed else status,
        )


class OwnComment(PrivateView):
    """What became of somebody's comment, and the button that erases it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it."""
        comment = _own(token)
        page = _page(comment.article.uuid)
        published = PublishedComment.objects.filter(uuid=comment.uuid).first()
        return self.render(
            request,
            page,
            template="discussion/own.html",
            context={"comment": comment, "published": published},
            stands_at=plain(request.path_info),
            title=pgettext("reader", "Your comment"),
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Erase it."""
        comment = _own(token)
        publishing.erase(
            [comment.pk], actor=None, at=timezone.now(), by_its_writer=True
        )
        return HttpResponseRedirect(localized(plain(request.path_info)), status=303)


def _page(article: UUID) -> PublishedArticle:
    """Give a live article that has comments; nothing else can be told apart."""
    rows = PublishedArticle.objects.cards().filter(uuid=article, comments_enabled=True)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _answered(page: PublishedArticle, uuid: str) -> PublishedComment | None:
    try:
        wanted = UUID(uuid)
    except ValueError:
        return None
    shown = PublishedComment.objects.filter(article=page.pk, uuid=wanted)
    return shown.exclude(text="").first()


def _own(token: str) -> Comment:
    comment = comments.find(token)
    if comment is None:
        raise Http404
    return comment
