"""Who wrote it: people and desks, with or without a log-in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.subjects import Subject


class AuthorQuerySet(models.QuerySet["Author"]):
    """Authors by the slug that fixtures name."""

    def get_by_natural_key(self, slug: str) -> "Author":
        """Find an author by slug."""
        return self.get(slug=slug)


class Author(Subject):
    """A person or a desk that signs articles; deactivated, never deleted."""

    kind = "author"

    class Kind(models.TextChoices):
        """What stands behind the name."""

        PERSON = "person", _("person")
        DESK = "desk", _("desk")

    author_kind = models.CharField(
        _("kind"), max_length=8, choices=Kind, default=Kind.PERSON
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=140, unique=True, allow_unicode=True, blank=True
    )
    description = models.TextField(_("about"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("log-in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="author",
    )
    active = models.BooleanField(_("active"), default=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """Give the slug."""
        return (self.slug,)

    @property
    def signs_as_a_desk(self) -> bool:
        """Say whether the name stands for several people."""
        return self.author_kind == self.Kind.DESK

    def identity(self) -> str:
        """Derive the uid from the name; the slug may not be there yet."""
        return self.name
