"""The same text in other languages: seen in the panel, begun and named from it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin import columns
from articles.admin.article_form import LANGUAGES
from articles.admin.base import person
from articles.admin.reach import article_for
from articles.models.desk import Article, Standing
from articles.workflow import MoveRefused, endings, policy, translations

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the texts in other languages, and the languages that have none yet."""
    group = translations.others(article)
    taken = {article.language, *(one.language for one in group)}
    names = dict(LANGUAGES)
    shown = policy.visible(user, Article.objects.filter(pk__in=[o.pk for o in group]))
    seen = set(shown.values_list("pk", flat=True)) if group else set()
    return {
        "article": article,
        "others": [
            {
                "article": one,
                "language": names.get(one.language, one.language),
                "chips": columns.chips(one),
                "is_original": one.uuid == article.translation_of_id,
            }
            for one in group
            if one.pk in seen
        ],
        "missing": [(code, name) for code, name in LANGUAGES if code not in taken],
        "may_begin": policy.may_write(user).allowed,
        "may_name": policy.may_edit(user, article).allowed
        and not any(one.translation_of_id == article.uuid for one in group),
    }


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses that translations are begun and named at."""
    return [
        path(
            "<int:pk>/translate/",
            wrap(require_POST(_begin)),
            name="articles_article_translate",
        ),
        path(
            "<int:pk>/translation-of/",
            wrap(require_POST(_name)),
            name="articles_article_translation_of",
        ),
    ]


def _begin(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk)
    language = request.POST.get("language", "")
    try:
        if language not in dict(LANGUAGES):
            raise MoveRefused(_t("Choose the language to translate into."))
        draft = translations.begin(
            article, language, actor=person(request), at=timezone.now()
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return _back(pk)
    messages.success(
        request,
        _t("This is the draft of the translation; it says what the original says."
           " Rewrite it, then submit it."),
    )  # fmt: skip
    return _back(draft.pk)


def _name(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, to_edit=True)
    typed = request.POST.get("original", "").strip()
    now = timezone.now()
    try:
        original = _found(typed) if typed else None
        changed = translations.relate(article, original, actor=person(request), at=now)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return _back(pk)
    if changed and article.standing == Standing.LIVE:
        publishing.refresh([article.uuid], at=now, actor=person(request))
    if original is None:
        said = _t("It is a text of its own now.")
    else:
        said = _t("It is a translation of “%(title)s” now.") % {
            "title": article.translation_of
        }
    messages.success(request, said)
    return _back(pk)


def _found(typed: str) -> Article:
    """Find the article that its number, UUID or address names."""
    owner = endings.named(typed) or ""
    try:
        uuid = UUID(owner.removeprefix("article:"))
    except ValueError:
        uuid = None
    found = Article.objects.filter(uuid=uuid).first() if uuid else None
    if found is None:
        raise MoveRefused(
            _t("“%(typed)s” names no article: give its number or its address.")
            % {"typed": typed[:200]}
        )
    return found


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
