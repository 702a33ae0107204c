"""What the site is and where its texts are, for language models: `llms.txt`."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Label, Listing
from articles.models.reader.labels import Kind
from articles.models.reader.site import KEY
from articles.public.addresses import absolute
from articles.public.alternates import home_of
from articles.public.as_text import NAME
from articles.public.site import site
from articles.public.stories import Story, by_key, keys_of, stories
from articles.rendering import one_line
from newsroom.delivery.headers import deliver


@require_safe
def llms(request: HttpRequest) -> HttpResponseBase:
    """Answer the site as a short text of links, the newest articles as Markdown."""
    labels = list(Label.objects.around("/"))
    front = next((one for one in labels if one.kind == Kind.FRONT), None)
    newest = Listing.objects.newest(front.pk, conf().page_size) if front else []
    shown = stories(newest, by_key(Label.objects.none()))
    text = "\n".join(_lines(labels, shown)) + "\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    keys = {KEY, "sections", "list:front", *keys_of(shown)}
    sections = {f"name:{one.key}" for one in labels}
    return deliver(request, response, keys=keys | sections)


def _lines(labels: list[Label], shown: list[Story]) -> Iterator[str]:
    ours = site()
    yield f"# {one_line(ours.name)}"
    yield ""
    yield f"> {one_line(ours.description or ours.name)}"
    yield ""
    yield (
        "Every article is there as Markdown: add index.md to its address. Dates are"
        " true instants; corrections stand above the text they correct."
    )
    sections = [one for one in labels if one.kind == Kind.CATEGORY and one.articles]
    if sections:
        yield from ("", "## Sections", "")
    for one in sorted(sections, key=lambda label: (label.position, label.path)):
        about = f": {one_line(one.description)}" if one.description.strip() else ""
        yield f"- [{one_line(one.name)}]({absolute(one.path)}){about}"
    if shown:
        yield from ("", "## Newest articles", "")
    for story in shown:
        article = story.article
        address = absolute(article.path, home_of(article)) + NAME
        yield f"- [{one_line(article.title)}]({address}): {one_line(story.summary)}"
    yield from ("", "## Optional", "")
    for name, path, about in OPTIONAL:
        yield f"- [{name}]({ours.site_url}{path}): {about}"


OPTIONAL = (
    ("Archive", "/archive/", "every year and month, with counts"),
    ("Corrections", "/corrections/", "what was put right in public, newest first"),
    ("Feeds", "/feeds/", "RSS, Atom and JSON Feed of every list, with full texts"),
    ("Sitemap", "/sitemap.xml", "every address there is, with dates"),
)
