"""Where one writes; the composition root says how a page is shown."""

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from articles.discussion import views
from articles.discussion.views import Render

SPACE = "discussion"


def addresses(render: Render) -> tuple[list[URLPattern], str]:
    """Give the addresses below `/comment/`, for `include`, and their name space."""
    own = csrf_exempt(views.OwnComment.as_view(render=render))
    write = csrf_exempt(views.WriteComment.as_view(render=render))
    patterns = [
        path("mine/<str:token>/", own, name="own"),
        path("<uuid:article>/", write, name="write"),
    ]
    return patterns, SPACE
