"""Where an imported article came from, to the byte."""

import hashlib
import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.revisions import Revision


class ImportSourceQuerySet(models.QuerySet["ImportSource"]):
    """Import sources by key."""

    def get_by_natural_key(self, source_key: str) -> "ImportSource":
        """Find what was imported under a key."""
        return self.get(source_key=source_key)


class ImportSource(models.Model):
    """The file an article was made from, and the revision it made."""

    source_key = models.CharField(_("key"), max_length=500, unique=True)
    article = models.OneToOneField(
        Article, on_delete=models.PROTECT, related_name="import_source"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="import_sources"
    )
    packed = models.BinaryField()
    sha256 = models.CharField(_("hash"), max_length=64)
    imported_at = models.DateTimeField(_("imported"))

    objects = ImportSourceQuerySet.as_manager()

    class Meta:
        ordering = ["source_key"]
        verbose_name = _("import source")
        verbose_name_plural = _("import sources")

    def __str__(self) -> str:
        return self.source_key

    def natural_key(self) -> tuple[str]:
        """Give the key."""
        return (self.source_key,)

    @property
    def raw(self) -> bytes:
        """Give the file's bytes as they came."""
        return zlib.decompress(self.packed)

    def keep(self, raw: bytes) -> None:
        """Store the file's bytes, and their hash."""
        self.packed = zlib.compress(raw, 1)
        self.sha256 = hashlib.sha256(raw).hexdigest()
