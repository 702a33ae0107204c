"""Articles that say the same in other languages: one original, one text a language."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models.desk import Article, Byline, Filing, Standing
from articles.models.desk.tags import TaggedArticle
from articles.workflow import audit, policy
from articles.workflow.errors import MoveRefused
from articles.workflow.revisions import revise

COPIED = (
    "title", "deck", "body", "body_format", "source", "source_url", "thumbnail",
    "lead_picture", "comments_enabled",
)  # fmt: skip


def others(article: Article) -> list[Article]:
    """Give the other texts of an article's group, the original first."""
    group = article.translation_of_id or article.uuid
    found = Article.objects.filter(Q(uuid=group) | Q(translation_of=group))
    ordered = found.exclude(pk=article.pk).order_by("created_at", "pk")
    return sorted(ordered, key=lambda one: one.uuid != group)


def in_the_way(article: Article, language: str) -> Article | None:
    """Give the text of an article's group that is in a language already."""
    return next((one for one in others(article) if one.language == language), None)


def relate(
    article: Article, original: Article | None, *, actor: User, at: datetime
) -> bool:
    """Make an article the translation of another, or of none.

    Raises MoveRefused with the way out. What is a translation itself stands for its
    original, so a group has one centre and no circles. Says whether anything changed;
    readers of a live article have it only after the door has refreshed it.
    """
    demand(article, actor)
    if original is not None and original.translation_of is not None:
        original = original.translation_of
    if article.translation_of_id == (original.uuid if original else None):
        return False
    with transaction.atomic():
        if original is not None:
            _lock(original.uuid)
            _refuse(article, original, actor)
        article.translation_of = original
        article.save(update_fields=["translation_of"])
        audit.record(
            audit.Kind.SETTING, "translation_of", actor=actor, at=at, article=article,
            detail=original.title if original else "–",
        )  # fmt: skip
    return True


def demand(article: Article, actor: User) -> None:
    """Raise MoveRefused unless a person may say what an article translates.

    For a live one that takes whoever publishes: its readers see it at once.
    """
    verdict = policy.may_edit(actor, article)
    if verdict.allowed and article.standing == Standing.LIVE:
        verdict = policy.may_with(actor, "articles.publish_article", article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)


def _refuse(article: Article, original: Article, actor: User) -> None:
    if original.pk == article.pk:
        raise MoveRefused(_("It cannot be a translation of itself: name another one."))
    if not policy.may_see(actor, original).allowed:
        raise MoveRefused(_("There is no such article, or you may not see it."))
    if article.translations.exists():
        raise MoveRefused(
            _("“%(title)s” has translations of its own, so it is an original. Take it"
              " out of their panels first.") % {"title": article}
        )  # fmt: skip
    group = [original, *others(original)]
    _one_text([one for one in group if one.pk != article.pk], article.language)


def _lock(group: UUID) -> None:
    """Let nobody else join a group meanwhile: its original is the lock."""
    list(Article.objects.select_for_update(of=("self",)).filter(uuid=group))


def _one_text(group: Iterable[Article], language: str) -> None:
    for one in group:
        if one.language == language:
            raise MoveRefused(
                _("“%(title)s” is the text in that language already; one language has"
                  " one text.") % {"title": one}
            )  # fmt: skip


def begin(article: Article, language: str, *, actor: User, at: datetime) -> Article:
    """Begin the translation of an article: a draft that says the same, to be rewritten.

    Raises MoveRefused where there is one in that language, or the person may not write.
    """
    verdict = policy.may_write(actor)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    with transaction.atomic():
        _lock(article.translation_of_id or article.uuid)
        _one_text([article, *others(article)], language)
        draft = Article.objects.create(
            **{name: getattr(article, name) for name in COPIED},
            language=language,
            translation_of_id=article.translation_of_id or article.uuid,
            created_at=at,
            created_by=actor,
            changed_at=at,
        )
        _copy_relations(article, draft)
        note = _("Begun as a translation of “%(title)s”.") % {"title": article}
        revise(draft, actor=actor, at=at, note=note)
        audit.record(
            audit.Kind.SETTING, "translation_of", actor=actor, at=at, article=draft,
            detail=article.title,
        )  # fmt: skip
    return draft


def _copy_relations(article: Article, draft: Article) -> None:
    Filing.objects.bulk_create(
        Filing(article=draft, category_id=one.category_id, position=one.position)
        for one in article.filings.all()
    )
    Byline.objects.bulk_create(
        Byline(
            article=draft, author_id=one.author_id, role=one.role, position=one.position
        )
        for one in article.bylines.all()
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=draft, tag_id=one.tag_id)
        for one in article.tagged.all()
    )
