"""The ledger of every path ever published."""

from django.db import models


class AddressQuerySet(models.QuerySet["Address"]):
    """Paths and whose they are."""

    def get_by_natural_key(self, path: str) -> "Address":
        """Find a path's entry."""
        return self.get(path=path)


class Address(models.Model):
    """One path, whose it is, and what became of it.

    ``owner`` is an article (`article:<uuid>`) or a label's key. A path is never given
    to another owner. A moved path leads to wherever its owner is now, so there are
    no chains; if the owner is gone, so is the path. A gone path may lead to another
    owner instead; a held one is unavailable for legal reasons.
    """

    class State(models.TextChoices):
        """What a visitor to the path gets."""

        CURRENT = "current"
        MOVED = "moved"
        GONE = "gone"
        HELD = "held"

    path = models.CharField(max_length=800, unique=True)
    owner = models.CharField(max_length=48, db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.CURRENT)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    # Null, not empty: a column that may be null is added without rewriting the table.
    leads_to = models.CharField(  # noqa: DJ001 - see above
        max_length=48, null=True, blank=True
    )

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(state="current"),
                name="one_current_address_per_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.state})"

    def natural_key(self) -> tuple[str]:
        """Give the path."""
        return (self.path,)
