"""Preview at the desk: any revision and any past state in frames, and links to share."""

from collections.abc import Callable
from datetime import MAXYEAR, UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_default_timezone, localtime, make_aware
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin import columns
from articles.admin.access import address_of
from articles.admin.base import person
from articles.admin.reach import article_for
from articles.conf import conf
from articles.models.desk import Article, PreviewLink, PreviewVisit, Revision
from articles.models.reader import Publication
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, policy, sharing
from articles.workflow.sharing import LinkState
from newsroom.delivery.addresses import own_language

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

OFFERED = 50
"""Revisions to choose from; an older one is reached through the history."""
SHOWN_LINKS, SHOWN_VISITS = 100, 500
OTHER = "date"
SPANS = (
    ("1", _("1 day")),
    ("3", _("3 days")),
    ("7", _("7 days")),
    ("14", _("14 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    (OTHER, _("until a date")),
)


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses of preview and shares below an article's."""
    name = "articles_article"
    return [
        path("<int:pk>/preview/", wrap(preview), name=f"{name}_preview"),
        path("<int:pk>/as-of/", wrap(as_of), name=f"{name}_as_of"),
        path("<int:pk>/shares/", wrap(shares), name=f"{name}_shares"),
        path("<int:pk>/shares/revoke/", wrap(revoke), name=f"{name}_shares_revoke"),
    ]


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel's section: how many links are open, and who looked last."""
    visits = PreviewVisit.objects.filter(link__article=article)
    return {
        "open": _open_links(article, at).count(),
        "last": visits.select_related("link").order_by("-id").first(),
        "may_share": policy.may_edit(user, article).allowed,
    }


# Frames


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a revision as readers would see it, at three widths."""
    article = article_for(request, pk)
    offered = revisions_of(article)
    asked = request.GET.get("revision")
    number = row_number(asked) if asked else article.latest_number
    numbers = [one.number for one in offered]
    if number not in numbers and not article.revisions.filter(number=number).exists():
        raise Http404
    frame = reverse("admin:articles_article_preview_page", args=[pk])
    context = {
        "offered": offered,
        "number": number,
        "elder": number not in numbers,
        "newest": number == article.latest_number,
        "live": number == article.live_number,
        "frame": f"{frame}?revision={number}",
        "title": _t("Preview: %s") % article,
        "may_share": policy.may_edit(request.user, article).allowed,
    }
    return _page(request, article, "preview.html", context)


@require_safe
def as_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what readers had of an article at an instant."""
    article = article_for(request, pk)
    now = timezone.now()
    asked = request.GET.get("at", "")
    at = instant(asked) if asked else now
    log = Publication.objects.filter(article=article.uuid).defer("packed")
    entry = Publication.objects.as_of(article.uuid, at) if at else None
    frame = reverse("admin:articles_article_as_of_page", args=[pk])
    context = {
        "entry": entry,
        "at": at,
        "typed": f"{localtime(at):%Y-%m-%dT%H:%M:%S}" if at else asked,
        "log": list(log.order_by("-number")[:OFFERED]),
        "frame": f"{frame}?at={at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        if at and entry and entry.revision_number
        else "",
        "title": _t("As readers saw it: %s") % article,
    }
    return _page(request, article, "as_of.html", context)


def instant(text: str) -> datetime | None:
    """Read an instant as forms and people write it; without an offset it is ours."""
    # In an address "+" stands for a space, and offsets are written with one.
    text = text.replace(" ", "+") if "T" in text else text
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    # Near the ends of the calendar, instants cannot be told in other zones.
    if at is None or not 1 < at.year < MAXYEAR:
        return None
    return at if at.tzinfo else make_aware(at, get_default_timezone())


def revisions_of(article: Article) -> list[Revision]:
    """Give the newest revisions with who saved them, without their texts."""
    saved = article.revisions.select_related("created_by").defer("content")
    return list(saved.order_by("-number")[:OFFERED])


# Links


class ShareForm(forms.Form):
    """Which revision, for whom, for how long."""

    revision = forms.IntegerField(label=_("Revision"), widget=forms.Select)
    recipient = forms.CharField(label=_("For whom"), max_length=200, required=False)
    span = forms.ChoiceField(label=_("Open for"), choices=SPANS, initial="7")
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    may_comment = forms.BooleanField(
        label=_("May comment and give an opinion"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, article: Article, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.article, self.at = article, at
        self.fields["revision"].widget.choices = [
            (one.number, f"{one.number} · {columns.person(one.created_by)} · "
             f"{localtime(one.created_at):%Y-%m-%d %H:%M}")
            for one in self._offered()
        ]  # fmt: skip

    def _offered(self) -> list[Revision]:
        offered = revisions_of(self.article)
        asked = self.data.get("revision") or self.initial.get("revision") or ""
        number = row_number(str(asked))
        if number and number not in {one.number for one in offered}:
            elder = self.article.revisions.select_related("created_by")
            offered += elder.defer("content").filter(number=number)
        return offered

    def clean_revision(self) -> Revision:
        """Look the revision up among the article's own."""
        number = self.cleaned_data["revision"]
        revision = self.article.revisions.filter(number=number).first()
        if revision is None:
            raise forms.ValidationError(_t("This article has no such revision."))
        revision.article = self.article
        return revision

    def clean(self) -> dict[str, Any]:
        """Work out when the link expires."""
        data = super().clean() or {}
        span, last = data.get("span"), data.get("until")
        if span == OTHER and last is None:
            if "until" not in self.errors:
                self.add_error("until", _t("Which day?"))
        elif span == OTHER and last is not None:
            # The last day is over when the newsroom's next one begins.
            day = min(last, self.at.date() + 2 * sharing.LONGEST) + timedelta(days=1)
            over = datetime.combine(day, time.min)
            data["expires_at"] = make_aware(over, get_default_timezone())
        elif span:
            data["expires_at"] = self.at + timedelta(days=int(span))
        return data


def shares(request: HttpRequest, pk: int) -> HttpResponse:
    """List an article's links with their log, and make a new one."""
    article = article_for(request, pk, to_edit=True)
    now = timezone.now()
    if request.method == "POST":
        form = ShareForm(request.POST, article=article, at=now)
        if form.is_valid() and _made(request, form, now):
            return _back(article)
    else:
        number = row_number(request.GET.get("revision")) or article.latest_number
        form = ShareForm(initial={"revision": number}, article=article, at=now)
    context = {
        "form": form,
        "links": _listed(article, now),
        "open": _open_links(article, now).count(),
        "longest": sharing.LONGEST.days,
        "title": _t("Preview links: %s") % article,
    }
    return _page(request, article, "shares.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one link, or all of an article's."""
    article = article_for(request, pk, to_edit=True)
    asked = request.POST.get("link", "")
    only = None if asked == "all" else row_number(asked)
    if only == 0:
        raise Http404
    count = sharing.revoke(
        article,
        actor=person(request),
        at=timezone.now(),
        only=only,
        address=address_of(request),
    )
    said = ngettext("%(count)s link revoked.", "%(count)s links revoked.", count)
    messages.success(request, said % {"count": count})
    return _back(article)


def address_for(link: PreviewLink) -> str:
    """Give a link's address in full, in the interface of the article's language."""
    with translation.override(own_language(link.article.language)):
        here = reverse("preview:page", args=[sharing.token_of(link)])
    return conf().site_url + here


def _made(request: HttpRequest, form: ShareForm, at: datetime) -> bool:
    data = form.cleaned_data
    try:
        sharing.share(
            data["revision"],
            maker=person(request),
            at=at,
            expires_at=data["expires_at"],
            recipient=data["recipient"],
            may_comment=data["may_comment"],
            address=address_of(request),
        )
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _t("The link is made: copy it from the list."))
    return True


def _open_links(article: Article, at: datetime) -> "QuerySet[PreviewLink]":
    links = article.preview_links.open_at(at)
    return links.filter(created_by__is_active=True, created_by__is_staff=True)


def _listed(article: Article, at: datetime) -> list[dict[str, Any]]:
    """Give the newest links with address, state and log, in three queries."""
    read = Q(visits__kind=PreviewVisit.Kind.READ)
    said = Q(visits__kind=PreviewVisit.Kind.COMMENTED)
    links = list(
        article.preview_links.select_related("revision", "created_by")
        .defer("revision__content")
        .annotate(
            reads=Count("visits", filter=read),
            answers=Count("visits", filter=said),
            last=Max("visits__at", filter=read | said),
        )[:SHOWN_LINKS]
    )
    for link in links:
        link.article = article
    visits = PreviewVisit.objects.filter(link__in=links).order_by("-id")
    of_link: dict[int, list[PreviewVisit]] = {}
    for visit in visits[:SHOWN_VISITS]:
        of_link.setdefault(visit.link_id, []).append(visit)
    return [
        {
            "link": link,
            "state": (found := sharing.state(link, at=at)),
            "open": found == LinkState.OPEN,
            "address": address_for(link) if found == LinkState.OPEN else "",
            "maker": columns.person(link.created_by),
            "last": columns.moment(link.last),
            "visits": of_link.get(link.pk, []),
        }
        for link in links
    ]


def _back(article: Article) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("admin:articles_article_shares", args=[article.pk])
    )


def _page(
    request: HttpRequest, article: Article, template: str, context: dict[str, Any]
) -> HttpResponse:
    everywhere = admin.site.each_context(request)
    return TemplateResponse(
        request,
        f"admin/articles/article/{template}",
        {**everywhere, "opts": Article._meta, "article": article, **context},
    )
