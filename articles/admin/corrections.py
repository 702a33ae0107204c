"""Correcting a live article: the text readers have, put right in public."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import publishing
from articles.admin import comparing
from articles.admin.base import person
from articles.admin.fields import LineField, VerbatimField
from articles.admin.frame import frame
from articles.admin.reach import article_for
from articles.models.desk import Article, Correction, Revision
from articles.workflow import MoveRefused, policy

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
TEXTS = ("title", "deck", "body")


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address of the page that corrects a live article."""
    return [
        path("<int:pk>/correct/", wrap(correct), name="articles_article_correct"),
    ]


class CorrectionForm(forms.Form):
    """The live text to be put right, and what readers are told of it."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=Correction.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What readers are told"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What was wrong and what is right, in the language of the article. It "
            "stands on the article, in the list of corrections and in the feeds."
        ),
    )
    title = LineField(
        label=_("Title"), max_length=300, widget=forms.Textarea(attrs={"rows": 1})
    )
    deck = VerbatimField(
        label=_("Deck"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = VerbatimField(label=_("Body"), widget=forms.Textarea(attrs={"rows": 24}))
    seen_edition = forms.IntegerField(widget=forms.HiddenInput)

    def corrected(self, live: dict[str, Any]) -> dict[str, Any]:
        """Give the live content with what was typed; line ends stay as they were."""
        typed = {}
        for name in TEXTS:
            field = self.fields[name]
            assert isinstance(field, VerbatimField)  # noqa: S101 - for the type checker
            typed[name] = field.keep(live[name], self.cleaned_data[name])
        return {**live, **typed}


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the live text, what would change of it, and publish the correction."""
    article = article_for(request, pk)
    now = timezone.now()
    verdict = policy.may(person(request), "correct", article, at=now)
    if not verdict.allowed:
        messages.error(request, verdict.why_not)
        return _back(article)
    live = Revision.objects.get(article=article, number=article.live_number or 0)
    form = _form(request, article, live)
    content = form.corrected(live.content) if form.is_valid() else None
    if content is not None and "publish" in request.POST:
        try:
            _publish(request, article, form, content)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(article)
    return _page(request, article, live, form, content)


def _form(request: HttpRequest, article: Article, live: Revision) -> CorrectionForm:
    if request.method == "POST":
        return CorrectionForm(request.POST, label_suffix="")
    shown = {name: live.content[name] for name in TEXTS}
    return CorrectionForm(
        initial={"kind": "correction", "seen_edition": article.edition, **shown},
        label_suffix="",
    )


def _publish(
    request: HttpRequest,
    article: Article,
    form: CorrectionForm,
    content: dict[str, Any],
) -> None:
    publishing.correct(
        article,
        content=content,
        kind=form.cleaned_data["kind"],
        text=form.cleaned_data["text"],
        actor=person(request),
        at=timezone.now(),
        expected=form.cleaned_data["seen_edition"],
    )
    said = _t("Corrected: readers have the corrected text and the notice now.")
    messages.success(request, said)
    if article.unmerged_number:
        waiting = _t(
            "The open draft does not have the correction yet. Take it in here before "
            "the draft goes on."
        )
        messages.warning(request, waiting)


def _page(
    request: HttpRequest,
    article: Article,
    live: Revision,
    form: CorrectionForm,
    content: dict[str, Any] | None,
) -> HttpResponse:
    differences: list[comparing.Difference] = []
    if content is not None:
        pictures = comparing.Pictures.of(live.content, content)
        found = comparing.compare(live.content, content, pictures)
        differences = list(comparing.changed(found))
    context = {
        **frame(request, article, _t("Correct")),
        "form": form,
        "live": live,
        "differences": differences,
        "looked_at": content is not None,
        "has_draft": article.latest_number != article.live_number,
    }
    template = "admin/articles/article/correct.html"
    return TemplateResponse(
        request, template, context, status=422 if form.errors else 200
    )


def _back(article: Article) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("admin:articles_article_change", args=[article.pk])
    )
