"""Which sections an account is limited to; without a row it is limited to none."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.categories import Category


class SectionLimit(models.Model):
    """One account works in one section and all below it, and in no other."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="section_limits",
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="section_limits",
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("section limit")
        verbose_name_plural = _("limited to sections")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"], name="a_section_limit_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.category)
