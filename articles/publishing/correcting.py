"""Putting right in public what readers have: the live text's child, with its notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.models.desk import Article, Correction, Revision, Stage, Standing
from articles.models.desk.revisions import content_hash
from articles.models.reader import Publication
from articles.publishing.actions import Actor, attempt, guard
from articles.publishing.compose import compose
from articles.publishing.directory import Directory, as_ref
from articles.publishing.orders import Doing, Order
from articles.publishing.writing import Composed
from articles.rendering import RenderRefused
from articles.search import desk as desk_search
from articles.workflow import MoveRefused, restoring

Content = dict[str, Any]


def correct(
    article: Article,
    *,
    content: Content,
    kind: str,
    text: str,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
) -> Publication:
    """Give readers of a live article a corrected text, and say what was put right.

    ``content`` is a snapshot, made from the live one; ``text`` is what readers are
    told. An open draft stays the newest revision, marked as lacking the correction;
    without one the working copy takes the corrected text. Raises MoveRefused where
    the article is not live, nothing is said, or somebody was faster.
    """
    if not text.strip():
        raise MoveRefused(
            _("Say what readers are told: what was wrong, what is right.")
        )
    guard(article, Standing.LIVE, at=at)
    correction = _draw_up(article, content, kind=kind, text=text, actor=actor, at=at)
    order = Order(
        article=article,
        revision=correction.revision,
        expected=article.edition if expected is None else expected,
        reason=f"{correction.get_kind_display()}: {correction.text}",
    )
    directory = Directory.of([correction.revision])
    directory.corrections.setdefault(article.pk, []).append(as_ref(correction))
    try:
        composed = Composed(order, compose(correction.revision, directory, at=at))
    except RenderRefused as refusal:
        raise MoveRefused(str(refusal)) from refusal
    return _Correcting(article, correction, composed).carry_out(
        directory, Doing(actor, at, Publication.Action.CORRECTED)
    )


def _draw_up(
    article: Article,
    content: Content,
    *,
    kind: str,
    text: str,
    actor: Actor,
    at: datetime,
) -> Correction:
    """Make the unsaved correction with its revision, the live one's child."""
    revision = Revision(
        article=article,
        number=article.latest_number + 1,
        parent_number=article.live_number,
        content=content,
        content_hash=content_hash(content),
        note=text.strip(),
        created_at=at,
        created_by=actor,
    )
    return Correction(
        article=article,
        revision=revision,
        kind=Correction.Kind(kind),
        text=text.strip(),
        at=at,
        made_by=actor,
    )


@dataclass(frozen=True)
class _Correcting:
    """One correction on its way through the door, all of it or nothing."""

    article: Article
    correction: Correction
    composed: Composed

    @transaction.atomic
    def carry_out(self, directory: Directory, doing: Doing) -> Publication:
        draft = self._open_draft()
        revision = self.correction.revision
        self._claim_number(revision.number)
        try:
            with transaction.atomic():
                revision.save(force_insert=True)
        except IntegrityError as error:
            raise MoveRefused(_overtaken()) from error
        self.correction.revision = revision
        self.correction.save(force_insert=True)
        (outcome,) = attempt([self.composed], directory, doing)
        if outcome.publication is None:
            raise MoveRefused(outcome.refusal)
        if draft is None:
            restoring.apply(self.article, self.correction.revision.content)
            desk_search.write([(self.article.pk, self.correction.revision.content)])
        else:
            self._keep(draft, revision, at=doing.at)
        return outcome.publication

    def _open_draft(self) -> Revision | None:
        """Give the newest revision where readers have another one."""
        if self.article.latest_number == self.article.live_number:
            return None
        return Revision.objects.get(
            article=self.article, number=self.article.latest_number
        )

    def _claim_number(self, number: int) -> None:
        """Take the next number; a save in the same moment takes it first, or fails."""
        claimed = Article.objects.filter(
            pk=self.article.pk,
            latest_number=number - 1,
            edition=self.composed.order.expected,
        ).update(latest_number=number)
        if not claimed:
            raise MoveRefused(_overtaken())
        self.article.latest_number = number

    def _keep(self, draft: Revision, revision: Revision, *, at: datetime) -> None:
        """Let the draft be the newest revision again, as it was, without an approval."""
        kept = Revision.objects.create(
            article=self.article,
            number=revision.number + 1,
            parent_number=draft.number,
            content=draft.content,
            content_hash=draft.content_hash,
            note=_("The draft as it was; the correction is still to be taken in."),
            created_at=at,
            created_by=draft.created_by,
        )
        values = {
            "latest_number": kept.number,
            "stage": Stage.DRAFT,
            "unmerged_number": revision.number,
        }
        Article.objects.filter(pk=self.article.pk).update(**values)
        for name, value in values.items():
            setattr(self.article, name, value)


def _overtaken() -> str:
    return _(
        "Somebody saved or published this article in the meantime. Nothing of yours is "
        "lost: look at it again, then send the correction once more."
    )
