"""The columns of the list of articles."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import assignment, columns, unsaved
from articles.models.desk import Article


class Columns:
    """A mixin: what each row of the list says."""

    @admin.display(description="")
    def cover(self, article: Article) -> SafeString:
        """Show its picture."""
        return columns.cover(article)

    @admin.display(description=_("Headline"), ordering="title")
    def headline(self, article: Article) -> SafeString:
        """Show title and deck."""
        return format_html(
            '<b class="headline" lang="{}">{}</b><span class="deck">{}</span>{}',
            article.language, article.title, article.deck, unsaved.mark(article),
        )  # fmt: skip

    @admin.display(description=_("Section"))
    def section(self, article: Article) -> str:
        """Name the category of the breadcrumb."""
        return str(columns.section_of(article) or "–")

    @admin.display(description=_("Stage · standing"), ordering="stage")
    def state(self, article: Article) -> SafeString:
        """Show how far it is, and what readers have."""
        return columns.chips(article)

    @admin.display(description=_("Task"), ordering="due_at")
    def task(self, article: Article) -> SafeString:
        """Say whose it is, until when, how pressing."""
        return assignment.task(article)

    @admin.display(description=_("Who"))
    def who(self, article: Article) -> str:
        """Name who stands under it."""
        return columns.names(article)

    @admin.display(description=_("Changed"), ordering="changed_at")
    def when(self, article: Article) -> SafeString:
        """Say when it was changed last."""
        return columns.moment(article.changed_at)
