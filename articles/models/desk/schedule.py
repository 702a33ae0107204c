"""What is to happen to an article at a time, and to which revision."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.revisions import Revision


class Ending(models.TextChoices):
    """What the address of a withdrawn article says."""

    GONE = "gone", _("that it was withdrawn (410)")
    REDIRECT = "redirect", _("leads to something else (301)")
    HOLD = "hold", _("unavailable for legal reasons (451)")


class ScheduledMoveQuerySet(models.QuerySet["ScheduledMove"]):
    """Moves to come, and the claim that lets one process make each."""

    def pending(self) -> "ScheduledMoveQuerySet":
        """Give the moves nobody has made or cancelled."""
        return self.filter(state=ScheduledMove.State.PENDING)

    def due(self, at: datetime) -> "ScheduledMoveQuerySet":
        """Give the pending moves whose time has come, oldest first."""
        return self.pending().filter(at__lte=at).order_by("at", "id")

    def settle(
        self, pk: int, state: "ScheduledMove.State", *, at: datetime, failure: str = ""
    ) -> bool:
        """Take a pending move out of the queue; False where somebody else did."""
        changed = self.pending().filter(pk=pk).update(
            state=state, settled_at=at, failure=failure
        )  # fmt: skip
        return changed == 1


class ScheduledMove(models.Model):
    """One move at one time, pinned to the revision it was made for.

    A withdrawal says how it ends; ``leads_to`` is an owner in the ledger of addresses.
    """

    class Kind(models.TextChoices):
        """What is to happen."""

        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("withdraw")

    class State(models.TextChoices):
        """How far it is."""

        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="scheduled_moves"
    )
    kind = models.CharField(_("move"), max_length=8, choices=Kind)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="moves"
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    # Null, not empty: a column that may be null is added without rewriting the table.
    ending = models.CharField(  # noqa: DJ001 - see above
        _("what its address says"), max_length=8, choices=Ending, null=True, blank=True
    )
    leads_to = models.CharField(  # noqa: DJ001 - see above
        _("leads to"), max_length=48, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.PENDING
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    failure = models.TextField(_("what went wrong"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="scheduled_moves",
    )

    objects = ScheduledMoveQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("scheduled move")
        verbose_name_plural = _("scheduled moves")
        indexes = [
            models.Index(
                fields=["at", "id"], name="moves_to_come", condition=Q(state="pending")
            ),
            models.Index(
                fields=["settled_at"], name="moves_failed", condition=Q(state="failed")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_publish_move_has_a_revision",
                condition=~Q(kind="publish") | Q(revision__isnull=False),
            ),
            models.CheckConstraint(
                name="a_settled_move_says_when",
                condition=Q(state="pending", settled_at=None)
                | (~Q(state="pending") & Q(settled_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["article", "kind"],
                condition=Q(state="pending"),
                name="one_move_of_a_kind_to_come",
            ),
        ]

    def __str__(self) -> str:
        at = localtime(self.at)
        return f"{self.get_kind_display()} {self.article} {at:%Y-%m-%d %H:%M}"
