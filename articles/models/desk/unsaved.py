"""What is being typed right now, and by whom: kept until it is saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.json import PlainJSONField


class Autosave(models.Model):
    """The unsaved text of one form, as one person typed it in one tab.

    Never a revision. ``tab`` is a random name that the tab chose, ``basis`` what the
    form was opened on, ``fields`` the form's values by name, as they would be posted.
    ``article`` is None for an article that was never saved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="autosaves"
    )
    tab = models.CharField(max_length=40)
    basis = models.CharField(max_length=40, blank=True)
    fields = PlainJSONField()
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        ordering = ["-saved_at", "-id"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(fields=["user", "tab"], name="an_autosave_per_tab")
        ]
        indexes = [
            models.Index(fields=["article", "user"], name="autosaves_by_article")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.article_id} · {self.tab}"


class Presence(models.Model):
    """Somebody has an article open, since when, and was last heard of when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="presences"
    )
    tab = models.CharField(max_length=40)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_typing = models.BooleanField(default=False)

    class Meta:
        ordering = ["since", "id"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user", "tab"], name="a_presence_per_tab"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.article_id} · {self.seen_at:%H:%M:%S}"
