"""What is looked at before an article goes out, and who let it pass all the same."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.categories import Category
from articles.models.json import PlainJSONField


class ChecklistRule(models.Model):
    """How strict one check is, everywhere or in one category and all below it.

    The innermost category that has a rule for a check decides. ``least`` and ``most``
    are what the check counts in, where it counts.
    """

    class Check(models.TextChoices):
        """What can be looked at."""

        SUMMARY = "summary", _("length of the deck")
        BYLINE = "byline", _("a byline or a source")
        CATEGORY = "category", _("a category")
        PICTURE = "picture", _("a picture with description and credit")
        LICENCE = "licence", _("picture licences not expired")
        PLACEHOLDER = "placeholder", _("nothing left to be filled in (TK, 待补)")
        DUPLICATE = "duplicate", _("not nearly another article")

    class Level(models.TextChoices):
        """What comes of it."""

        OFF = "off", _("not looked at")
        WARN = "warn", _("warns")
        BLOCK = "block", _("blocks")

    check_name = models.CharField(_("check"), max_length=12, choices=Check)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="checklist_rules",
        help_text=_("Empty: everywhere."),
    )
    level = models.CharField(_("level"), max_length=5, choices=Level)
    least = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveIntegerField(_("at most"), null=True, blank=True)

    class Meta:
        ordering = ["check_name", "id"]
        verbose_name = _("checklist rule")
        verbose_name_plural = _("checklist")
        constraints = [
            models.UniqueConstraint(
                fields=["check_name", "category"], name="one_rule_per_category"
            ),
            models.UniqueConstraint(
                fields=["check_name"],
                condition=Q(category=None),
                name="one_rule_for_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_check_name_display()}: {self.get_level_display()}"


class Override(models.Model):
    """Somebody let one revision pass in spite of the checklist, and said why."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="overrides"
    )
    revision_number = models.PositiveIntegerField(_("revision"))
    checks = PlainJSONField(_("checks"))
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="overrides"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        indexes = [
            models.Index(
                fields=["article", "revision_number"], name="overrides_by_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.revision_number}: {self.reason[:60]}"


class Fingerprint(models.Model):
    """What a text looks like from afar, so that near-duplicates are found by index.

    Four independent minima over the text's character runs: two texts that share
    most of their runs share at least one of them. ``revision_number`` says which
    text they were taken of.
    """

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="fingerprint"
    )
    revision_number = models.PositiveIntegerField()
    first = models.BigIntegerField(db_index=True)
    second = models.BigIntegerField(db_index=True)
    third = models.BigIntegerField(db_index=True)
    fourth = models.BigIntegerField(db_index=True)

    class Meta:
        ordering = ["article"]
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")

    def __str__(self) -> str:
        return f"{self.article_id} · {self.revision_number}"
