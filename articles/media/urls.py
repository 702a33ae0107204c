"""The address of public pictures; the same in every language."""

from django.urls import re_path

from articles.media import views

app_name = "media"
urlpatterns = [
    re_path(
        r"^media/(?P<name>(?:[0-9a-f]{64}|[0-9a-f]{32})\.(?:avif|webp|jpg|png))\Z",
        views.picture,
        name="picture",
    ),
]
