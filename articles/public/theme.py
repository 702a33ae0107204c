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
    rules = [_rule(light, "#fffefb", "#000")] if is_colour(light) else []
    if is_colour(dark):
        night = _rule(dark, "#14161a", "#fff")
        rules.append(f"@media (prefers-color-scheme: dark) {{\n{night}}}\n")
    return "".join(rules)


def _rule(accent: str, paper: str, far: str) -> str:
    """Set the accent, and the shades of a busy month: three before it, two past it."""
    shades = [
        f"color-mix(in oklab, {accent} {part}%, {paper})" for part in (12, 24, 36)
    ]
    shades += [f"color-mix(in oklab, {accent} {part}%, {far})" for part in (75, 50)]
    heat = "".join(f" --heat-{step}: {one};" for step, one in enumerate(shades, 1))
    return f":root {{ --accent: {accent}; --accent-ink: {accent};{heat} }}\n"


@require_safe
def theme(request: HttpRequest) -> HttpResponseBase:
    """Answer the site's colours; under its number a version never changes."""
    ours = site()
    response = HttpResponse(css(ours), content_type="text/css; charset=utf-8")
    answer = deliver(request, response, keys={KEY})
    if request.GET.get("v") == str(ours.version):
        answer.headers["Cache-Control"] = FOR_GOOD
    return answer
