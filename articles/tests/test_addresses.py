"""docs/reference/addresses.md lists the routes there are, and no others."""

import re
from pathlib import Path

from django.conf import settings

from articles.tests.walk import Route, routes

PAGE = Path(settings.BASE_DIR) / "docs" / "reference" / "addresses.md"
DESK = "/admin/"


def written(route: Route) -> str:
    """Write a route as the page does: names in braces, no language, no expressions."""
    pattern = route.pattern.removesuffix(r"\Z").lstrip("^")
    named = re.sub(r"\(\?P<(\w+)>.*\)", r"{\1}", pattern)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", named)


class TestAddresses:
    def test_are_those_of_the_resolver(self):
        text = PAGE.read_text(encoding="utf-8")
        documented = set(re.findall(r"^\| `(/[^`]*)` \|", text, re.M))
        assert documented == {written(route) for route in routes()} | {DESK}
