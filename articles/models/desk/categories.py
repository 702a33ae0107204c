"""The tree of sections."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeManager, TreeQuerySet

from articles.models.desk.subjects import Subject


class CategoryQuerySet(TreeQuerySet):
    """Tree questions: by path, with all that lies below."""

    def get_by_natural_key(self, *names: str) -> "Category":
        """Find a category by the names from the root down, as fixtures write it."""
        found: Category | None = None
        for name in names:
            found = self.get(parent=found, name=name)
        if found is None:
            raise Category.DoesNotExist("A category's natural key names no category.")
        return found

    def below(self, category: "Category") -> Self:
        """Give the category and everything under it."""
        return self.descendants(category, include_self=True)


class CategoryManager(TreeManager.from_queryset(CategoryQuerySet)):  # type: ignore[misc] # made at run time
    """Plain queries unless `with_tree_fields()` asks for depth and order."""

    _with_tree_fields = False


class Category(TreeNode, Subject):
    """A section, with its place in the tree; articles in it are also in its parents."""

    kind = "category"

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=140, allow_unicode=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = CategoryManager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="one_category_per_name_and_parent"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(parent=None), name="one_root_per_name"
            ),
            models.UniqueConstraint(
                fields=["parent", "slug"], name="one_category_per_slug_and_parent"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(parent=None), name="one_root_per_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, ...]:
        """Give the names from the root down to this one."""
        return tuple(category.name for category in self.trail())

    def trail(self) -> "list[Category]":
        """Give the way from the root to this category, itself included."""
        trail: list[Category] = [self]
        while trail[0].parent is not None:
            trail.insert(0, trail[0].parent)
        return trail

    def clean(self) -> None:
        """Check the slug, then that no category becomes its own ancestor."""
        Subject.clean(self)
        TreeNode.clean(self)

    def neighbours(self) -> models.QuerySet["Category"]:
        """Give the categories beside this one; slugs differ among siblings only."""
        return Category.objects.filter(parent=self.parent).exclude(pk=self.pk)
