"""Where links lead; the composition root says how a row is shown."""

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from articles.preview import views
from articles.preview.show import Render

SPACE = "preview"


def addresses(render: Render) -> tuple[list[URLPattern], str]:
    """Give the addresses below `/preview/`, for `include`, and their name space."""
    page = views.LinkPage.as_view(render=render)
    answer = csrf_exempt(views.LinkAnswer.as_view(render=render))
    picture = views.LinkPicture.as_view(render=render)
    patterns = [
        path("<str:token>/", page, name="page"),
        path("<str:token>/answer/", answer, name="answer"),
        path("<str:token>/picture/<str:name>", picture, name="picture"),
    ]
    return patterns, SPACE
