"""The composition root: the only place where rooms are wired by hand."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Articles, from the desk to the reader."""

    name = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from articles import checks  # noqa: F401 (registers on import)


class DeskConfig(AdminConfig):
    """Django's admin, opened as the desk."""

    default_site = "articles.admin.site.Desk"

    def ready(self) -> None:
        """Register what the desk shows, after what other apps register for it."""
        super().ready()
        from articles import preview
        from articles.admin import (
            articles,
            reach,
            registry,  # noqa: F401 (registers on import)
            standing,
            writing,
        )
        from articles.public.single import render_draft, render_page_draft

        # The desk, the previews and the public pages do not know each other.
        frames = preview.desk_pages(render_draft, reach.article_for, writing.drafted)
        articles.PAGES = (*articles.PAGES, frames)
        of_pages = preview.page_frames(render_page_draft, standing.drafted)
        standing.PAGES = (*standing.PAGES, of_pages)
