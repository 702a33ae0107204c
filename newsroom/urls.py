"""Every address of the site, in the order in which they are tried."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles import discussion, preview
from articles.public.single import render_beside, render_draft
from newsroom import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("articles.media.urls")),
    path("", include("articles.public.machines")),
    *i18n_patterns(
        path("preview/", include(preview.addresses(render_draft))),
        path("comment/", include(discussion.addresses(render_beside))),
        path("", include("articles.public.urls")),
        prefix_default_language=False,
    ),
]

handler404 = "articles.public.views.not_found"
handler500 = "newsroom.errors.server_error"
