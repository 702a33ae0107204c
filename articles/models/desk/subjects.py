"""What a reader's list can be about: the part categories, tags, people share."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.text.slugs import is_reserved, label_slug

UID_LENGTH = 12


def uid_of(kind: str, natural_key: str) -> str:
    """Derive a short name that the same thing gets on every installation."""
    digest = hashlib.sha256(f"{kind}:{natural_key}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:UID_LENGTH]


class Subject(models.Model):
    """Something articles are listed under; readers know it by its label.

    The ``uid`` never changes and survives fixtures, exports and renames; readers'
    labels, revisions and cache keys carry it, never a database id.
    """

    kind = ""
    name: Any
    slug: Any

    uid = models.CharField(_("uid"), max_length=16, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give the row its uid and slug where it has none yet."""
        self.identify()
        super().save(*args, **kwargs)

    @property
    def label_key(self) -> str:
        """Name the reader-side label of this subject, whether or not it exists."""
        return f"{self.kind}:{self.uid}"

    def clean(self) -> None:
        """Fill an empty slug from the name; refuse one that feeds and pages use."""
        super().clean()
        self.slug = label_slug(self.slug or self.name)
        if is_reserved(self.slug):
            raise ValidationError(
                {"slug": _("“%(slug)s” is used by the site itself; choose another.")
                 % {"slug": self.slug}}
            )  # fmt: skip

    def identify(self) -> None:
        """Set uid and slug where empty; for rows that are written in bulk."""
        if not self.uid:
            self.uid = self._new_uid()
        if not self.slug or is_reserved(self.slug):
            self.slug = self._free_slug(label_slug(self.slug or self.name))

    def _new_uid(self) -> str:
        derived = uid_of(self.kind, self.identity())
        if type(self)._default_manager.filter(uid=derived).exists():
            return secrets.token_hex(UID_LENGTH // 2)
        return derived

    def _free_slug(self, base: str) -> str:
        taken = set(
            self.neighbours()
            .filter(slug__startswith=base)
            .values_list("slug", flat=True)
        )
        if not base or is_reserved(base):
            base = f"{base}-{self.uid}".strip("-")
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def neighbours(self) -> models.QuerySet[Any]:
        """Give the rows whose slugs this one's must differ from."""
        return type(self)._default_manager.exclude(pk=self.pk)

    def natural_key(self) -> tuple[str, ...]:
        """Give what fixtures name the row by."""
        raise NotImplementedError

    def trail(self) -> Sequence["Subject"]:
        """Give the way from the root to this subject; flat kinds stand alone."""
        return [self]

    def identity(self) -> str:
        """Say what the first uid is derived from: the natural key as text."""
        return "/".join(str(part) for part in self.natural_key())
