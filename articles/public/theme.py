"""The site's own colours, as a style sheet: no page has a `style` of its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from articles.models.reader.site import KEY
from articles.public.site import Site, site
from articles.text.colours import is_colour
from newsroom.delivery.headers import deliver

FOR_GOOD = "public, max-age=31536000, immutable"


def css(ours: Site) -> str:
    """Write the accents the desk chose; whatever is no colour is left out."""
    light, dark = (
        str(ours.said.get(f"accent_{name}", "")) for name in ("light", "dark")
    )
    rules = [_rule(light)] if is_colour(light) else []
    if is_colour(dark):
        rules.append(f"@media (prefers-color-scheme: dark) {{\n{_rule(dark)}}}\n")
    return "".join(rules)


def _rule(accent: str) -> str:
    return f":root {{ --accent: {accent}; --accent-ink: {accent}; }}\n"


@require_safe
def theme(request: HttpRequest) -> HttpResponseBase:
    """Answer the site's colours; under its number a version never changes."""
    ours = site()
    response = HttpResponse(css(ours), content_type="text/css; charset=utf-8")
    answer = deliver(request, response, keys={KEY})
    if request.GET.get("v") == str(ours.version):
        answer.headers["Cache-Control"] = FOR_GOOD
    return answer
