"""An article as Markdown, for programs that read texts: its page, without the page."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Label, PublishedArticle
from articles.public.addresses import absolute, elsewhere
from articles.public.alternates import home_of, language_tag
from articles.public.pages import answer_a_miss
from articles.public.stories import Story, by_key
from articles.rendering import absolute_urls, one_line, to_markdown
from articles.text.clean import strip_controls
from newsroom.delivery.addresses import plain
from newsroom.delivery.headers import deliver

NAME = "index.md"


@require_safe
def article_text(request: HttpRequest, **parts: Any) -> HttpResponseBase:
    """Answer an article's Markdown, or what the ledger knows of its address."""
    try:
        story = _story(plain(request.path_info).removesuffix(NAME))
    except Http404:
        return answer_a_miss(request)
    article = story.article
    response = HttpResponse(written(story), content_type="text/markdown; charset=utf-8")
    page = absolute(article.path, home_of(article))
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    response.headers["Content-Language"] = language_tag(article.language)
    names = {f"name:{key}" for key in story.names}
    return deliver(request, response, keys={article.owner, *names})


def _story(path: str) -> Story:
    article = PublishedArticle.objects.filter(path=path).first()
    if article is None:
        raise Http404
    keys = article.label_keys()
    return Story(article, by_key(Label.objects.filter(key__in=keys)))


def written(story: Story) -> str:
    """Write an article: what it is as front matter, then all that readers see of it."""
    head = "\n".join(f"{name}: {_value(value)}" for name, value in _head(story))
    body = "\n\n".join(part for part in _parts(story) if part.strip())
    return strip_controls(f"---\n{head}\n---\n\n{body}\n")


def _value(value: Any) -> str:
    # JSON is YAML, and says without doubt what is text.
    return json.dumps(value, ensure_ascii=False)


def _head(story: Story) -> Iterator[tuple[str, Any]]:
    article = story.article
    known = (
        ("title", article.title),
        ("description", story.summary),
        ("url", absolute(article.path, home_of(article))),
        ("published", localtime(article.published_at).isoformat(timespec="seconds")),
        ("updated", localtime(article.updated_at).isoformat(timespec="seconds")),
        ("language", language_tag(article.language)),
        ("authors", [one.label.name for one in story.bylines]),
        ("source", story.source.name if story.source else ""),
        ("original", elsewhere(article.source_url)),
        ("section", [one.name for one in story.breadcrumb]),
        ("tags", [one.name for one in story.tags]),
        ("image", _file(article.lead_picture or article.picture)),
    )
    return ((name, value) for name, value in known if value)


def _parts(story: Story) -> Iterator[str]:
    article = story.article
    yield f"# {one_line(article.title)}"
    if article.deck:
        yield one_line(article.deck)
    for said in story.said_of_it:
        day = localtime(said.at).date().isoformat()
        yield f"> **{one_line(said.name)}** ({day}): {one_line(said.text)}"
    if article.lead_picture:
        yield _picture(article.lead_picture)
    yield to_markdown(absolute_urls(article.body_html, absolute(article.path)))


def _file(facts: Mapping[str, Any] | None) -> str:
    """Give the address of the one file that stands for a picture."""
    url = (facts or {}).get("enclosure", {}).get("url", "")
    return conf().site_url + url if url else ""


def _picture(facts: Mapping[str, Any]) -> str:
    """Show a picture, with its caption and who took it below."""
    below = " ".join(filter(None, (facts.get("caption"), facts.get("credit"))))
    file = _file(facts)
    shown = f"![{one_line(facts.get('alt', ''))}]({file})" if file else ""
    return "\n\n".join(filter(None, (shown, one_line(below))))
