"""Where an article came from, when another outlet had it first."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.subjects import Subject


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources by the name that fixtures and imports use."""

    def get_by_natural_key(self, name: str) -> "Source":
        """Find a source by name."""
        return self.get(name=name)


class Source(Subject):
    """An outlet whose articles are republished here; shown where there is no byline."""

    kind = "source"

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("slug"), max_length=140, unique=True, allow_unicode=True, blank=True
    )
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("web site"), max_length=500, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """Give the name."""
        return (self.name,)
