"""What a page says of itself in schema.org's words: one graph, as JSON-LD.

Only what the page shows goes in. Whatever is not known is left out.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.utils.translation import pgettext

from articles.conf import conf
from articles.models.reader import Label, PublishedArticle
from articles.models.reader.labels import Kind
from articles.public.addresses import absolute, elsewhere
from articles.public.alternates import language_tag
from articles.public.site import Site
from articles.public.stories import Said, Story
from articles.text.clean import strip_controls

if TYPE_CHECKING:
    from articles.public.frame import Frame

Thing = dict[str, Any]
HEADLINE = 110
"""Characters of a headline; search engines cut off what is longer."""
LOGO: Thing = {"path": "paper/icon-512.png", "width": 512, "height": 512}


def graph(frame: "Frame") -> Thing:
    """Give everything a page has to say, each thing named by its address."""
    things: list[Thing] = []
    if frame.story is not None:
        things.append(news_article(frame.story, frame.canonical, frame.site))
    elif frame.path == "/":
        things += [newsroom(frame.site), website(frame.site)]
    crumbs = breadcrumbs(frame)
    if len(crumbs) > 1:
        things.append(breadcrumb_list(crumbs))
    return {"@context": "https://schema.org", "@graph": things} if things else {}


def newsroom(ours: Site) -> Thing:
    """Give who publishes: the newsroom, its name and its mark."""
    mark = {
        "@type": "ImageObject",
        "url": ours.site_url + static(LOGO["path"]),
        "width": LOGO["width"],
        "height": LOGO["height"],
    }
    logo = images(ours.logo)
    return _known(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{ours.site_url}/#newsroom",
            "name": ours.name,
            "legalName": ours.said.get("organisation"),
            "url": f"{ours.site_url}/",
            "description": ours.description,
            "email": ours.email,
            "logo": logo[0] if logo else mark,
            "sameAs": [one.address for one in ours.links("social", {})],
            "correctionsPolicy": absolute("/corrections/"),
        }
    )


def website(ours: Site) -> Thing:
    """Give the site, so that its name is shown beside what is found in it."""
    return {
        "@type": "WebSite",
        "@id": f"{ours.site_url}/#site",
        "name": ours.name,
        "url": f"{ours.site_url}/",
        "publisher": {"@id": f"{ours.site_url}/#newsroom"},
    }


def news_article(story: Story, address: str, ours: Site) -> Thing:
    """Give an article: who, when, what it is about, and what was put right."""
    article = story.article
    return _known(
        {
            "@type": "NewsArticle",
            "@id": f"{address}#article",
            "mainEntityOfPage": {"@type": "WebPage", "@id": address},
            "url": address,
            "headline": _short(article.title),
            "description": strip_controls(story.summary).strip(),
            "image": shown(article),
            "datePublished": article.published_at.isoformat(timespec="seconds"),
            "dateModified": article.updated_at.isoformat(timespec="seconds"),
            "author": [
                named(one.label) for one in story.signed_by if names([one.label])
            ],
            "publisher": newsroom(ours),
            "articleSection": names(story.breadcrumb),
            "keywords": names(story.tags),
            "inLanguage": language_tag(article.language),
            "wordCount": article.words or None,
            "isAccessibleForFree": True,
            "isBasedOn": elsewhere(article.source_url),
            "correction": [correction(one) for one in story.said_of_it],
        }
    )


def named(label: Label) -> Thing:
    """Give who signs: a person, or a desk or agency that signs as a whole."""
    collective = label.kind == Kind.SOURCE or label.collective
    return {
        "@type": "Organization" if collective else "Person",
        "name": strip_controls(label.name).strip(),
        "url": absolute(label.path),
    }


def names(labels: Iterable[Label]) -> list[str]:
    """Give the names of labels that have one."""
    clean = (strip_controls(one.name).strip() for one in labels)
    return [name for name in clean if name]


def correction(said: Said) -> Thing:
    """Give one thing that was put right in public."""
    return {
        "@type": "CorrectionComment",
        "text": f"{said.name}: {said.text}",
        "datePublished": said.at.isoformat(timespec="seconds"),
    }


def shown(article: PublishedArticle) -> list[Thing]:
    """Give an article's pictures in all their shapes, else its cover."""
    pictures = (article.lead_picture, article.picture)
    found = {one["url"]: one for facts in pictures for one in images(facts)}
    if found:
        return list(found.values())
    cover = article.cover_file
    return images({"enclosure": cover}) if cover else []


def images(facts: Mapping[str, Any] | None) -> list[Thing]:
    """Give a picture in each of its shapes, widest file first named."""
    if not facts:
        return []
    widest: dict[str, Mapping[str, Any]] = {}
    for source in facts.get("sources", ()):
        for file in source["files"]:
            best = widest.get(source["ratio"])
            # JPEG is read by all; of the others the widest will do.
            rank = (source["type"] == "image/jpeg", file["width"])
            if best is None or rank > best["rank"]:
                widest[source["ratio"]] = {**file, "rank": rank}
    found = list(widest.values()) or [facts["enclosure"]]
    return [
        _known(
            {
                "@type": "ImageObject",
                "url": conf().site_url + file["url"],
                "width": file["width"],
                "height": file["height"],
                "caption": facts.get("caption") or facts.get("alt"),
                "creditText": facts.get("credit"),
            }
        )
        for file in found
    ]


def breadcrumbs(frame: "Frame") -> list[tuple[str, str]]:
    """Give names and addresses from the front page down to the page itself."""
    crumbs = [(pgettext("paper", "Front page"), absolute("/"))]
    crumbs += [
        (one.name.strip() or one.path, absolute(one.path)) for one in frame.trail
    ]
    if frame.title and not (frame.label and frame.story is None):
        crumbs.append((frame.title.strip() or frame.printed, frame.canonical))
    return crumbs


def breadcrumb_list(crumbs: Iterable[tuple[str, str]]) -> Thing:
    """Give the way from the front page to the page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(crumbs, 1)
        ],
    }


def _known(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", [], None)}


def _short(title: str) -> str:
    clean = strip_controls(title).strip() or "–"
    return clean if len(clean) <= HEADLINE else f"{clean[: HEADLINE - 1]}…"
