"""Between a form as a browser sends it and the snapshot it stands for, both ways."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.timezone import localtime

from articles.admin.bylines import LAST
from articles.admin.fields import AddressField, LineField, SlugField, VerbatimField
from articles.models.desk import Article, Author, Byline, Category, Image, Source, Tag
from articles.models.desk.subjects import Subject
from articles.models.desk.tags import split_tags
from articles.text.clean import strip_controls
from articles.text.numbers import row_number

Content = dict[str, Any]
Posted = dict[str, list[str]]

TEXTS: Mapping[str, VerbatimField] = {
    "title": LineField(required=False),
    "deck": VerbatimField(required=False),
    "body": VerbatimField(required=False),
    "slug": SlugField(required=False),
    "source_url": AddressField(required=False),
}
CHOICES = ("body_format", "language")
PICTURES = ("thumbnail", "lead_picture")
DESK = ("planned_for", "due_at", "embargoed_until")
"""What the desk keeps about an article, which no revision holds."""


def as_snapshot(post: QueryDict, opened: Content) -> Content:
    """Give the snapshot that a form stands for; what it does not hold is as opened.

    Text that nobody touched comes out byte for byte, whatever a browser made of it.
    """
    content = dict(opened)
    for name, field in TEXTS.items():
        before = opened.get(name) or ""
        content[name] = field.keep(before, field.to_python(post.get(name, "")))
    for name in CHOICES:
        content[name] = post.get(name, opened.get(name))
    content["comments_enabled"] = "comments_enabled" in post
    content["source"] = _source(post.get("source", ""))
    pictures = _rows(Image, [post.get(name, "") for name in PICTURES])
    for name in PICTURES:
        content[name] = _picture(pictures.get(post.get(name, "")))
    content["categories"] = _categories(post.getlist("filed_under"))
    content["tags"] = _tags(post.get("tag_names", ""))
    content["bylines"] = _bylines(post)
    return content


def as_posted(content: Content, article: Article) -> Posted:
    """Give the form's values for a snapshot, as a browser would send them."""
    posted: Posted = {name: [content.get(name) or ""] for name in (*TEXTS, *CHOICES)}
    posted["comments_enabled"] = ["on"] if content.get("comments_enabled") else []
    told = content.get("source")
    posted["source"] = _keys(Source, [told["source"]] if told else []) or [""]
    chosen = {name: content.get(name) for name in PICTURES}
    uuids = [one["image"] for one in chosen.values() if one]
    known = Image.objects.filter(uuid__in=uuids).values_list("uuid", "pk")
    pictures = {str(uuid): str(pk) for uuid, pk in known}
    for name, one in chosen.items():
        posted[name] = [pictures.get(one["image"], "") if one else ""]
    trails = content.get("categories") or []
    posted["filed_under"] = _keys(Category, [one[-1]["category"] for one in trails])
    posted["tag_names"] = ["，".join(one["name"] for one in content.get("tags") or [])]
    return posted | _byline_rows(content.get("bylines") or [], article)


def put(request: HttpRequest, post: QueryDict) -> None:
    """Let a request carry another form than the one that was sent."""
    # Reading the files for the first time would read the form again as well.
    _ = request.FILES
    request.POST = post  # type: ignore[assignment] # the stub knows read-only ones


def desk_values(article: Article) -> dict[str, str]:
    """Give the desk's dates as the form shows them, to the minute."""
    return {name: minute(getattr(article, name)) for name in DESK}


def minute(when: datetime | None) -> str:
    """Write a time as its input holds it."""
    return f"{localtime(when):%Y-%m-%dT%H:%M}" if when else ""


def _source(pk: str) -> dict[str, str] | None:
    source = _rows(Source, [pk]).get(pk)
    return source and {"source": source.label_key, "name": source.name}


def _picture(image: Image | None) -> dict[str, str] | None:
    if image is None:
        return None
    return {
        "image": str(image.uuid),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
    }


def _categories(pks: Sequence[str]) -> list[list[dict[str, str]]]:
    rows = _rows(Category, pks)
    found = [rows[pk] for pk in dict.fromkeys(pks) if pk in rows]
    return [[{"category": one.label_key, "name": one.name}] for one in found]


def _tags(typed: str) -> list[dict[str, str]]:
    """Name the tags that were typed; those to be made with the save have no key yet."""
    names = split_tags(strip_controls(typed))
    asked = Q(pk=None)
    for name in names:
        asked |= Q(name__iexact=name)
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(asked)}
    found = [(name, known.get(name.casefold())) for name in names]
    return [
        {"tag": tag.label_key if tag else "", "name": tag.name if tag else name}
        for name, tag in found
    ]


def _bylines(post: QueryDict) -> list[dict[str, str]]:
    rows = []
    for number in range(min(row_number(post.get("bylines-TOTAL_FORMS")), LAST)):
        row = {
            name: post.get(f"bylines-{number}-{name}", "")
            for name in ("author", "role", "position", "DELETE")
        }
        if row["author"] and not row["DELETE"]:
            place = row["position"]
            rows.append((row_number(place) if place.isdecimal() else LAST, number, row))
    signed = [row for _, _, row in sorted(rows, key=lambda one: one[:2])]
    authors = _rows(Author, [row["author"] for row in signed])
    return [
        {
            "author": author.label_key,
            "name": author.name,
            "role": strip_controls(row["role"]).strip(),
        }
        for row in signed
        if (author := authors.get(row["author"]))
    ]


def _byline_rows(bylines: Sequence[Mapping[str, str]], article: Article) -> Posted:
    """Give the rows below the title: first what is stored, in its order, then new ones."""
    stored: list[Any] = list(
        Byline.objects.filter(article=article.pk or 0).select_related("author")
    )
    wanted = {one["author"]: (place, one) for place, one in enumerate(bylines)}
    posted: Posted = {}
    for number, byline in enumerate(stored):
        place, one = wanted.pop(byline.author.label_key, (number, None))
        posted |= _row(number, byline.author_id, one or {"role": byline.role}, place)
        posted[f"bylines-{number}-id"] = [str(byline.pk)]
        posted[f"bylines-{number}-article"] = [str(article.pk)]
        posted[f"bylines-{number}-DELETE"] = [] if one else ["on"]
    pks = _by_key(Author, list(wanted))
    new = [one for one in wanted.items() if one[0] in pks]
    for number, (key, (place, one)) in enumerate(new, len(stored)):
        posted |= _row(number, pks[key], one, place)
        posted[f"bylines-{number}-id"] = [""]
    posted["bylines-INITIAL_FORMS"] = [str(len(stored))]
    posted["bylines-TOTAL_FORMS"] = [str(len(stored) + len(new))]
    return posted


def _row(number: int, author: int, one: Mapping[str, str], place: int) -> Posted:
    start = f"bylines-{number}-"
    return {
        f"{start}author": [str(author)],
        f"{start}role": [one.get("role", "")],
        f"{start}position": [str(place + 1)],
    }


def _rows(model: Any, pks: Sequence[str]) -> dict[str, Any]:
    """Give rows by their primary key as text; what is no number names none."""
    wanted = [number for pk in pks if (number := row_number(pk))]
    manager = model._default_manager
    return {str(pk): row for pk, row in manager.in_bulk(wanted).items()}


def _by_key(model: type[Subject], keys: Sequence[str]) -> dict[str, int]:
    uids = [key.partition(":")[2] for key in keys]
    rows = model._default_manager.filter(uid__in=uids).values_list("uid", "pk")
    return {f"{model.kind}:{uid}": cast(int, pk) for uid, pk in rows}


def _keys(model: type[Subject], keys: Sequence[str]) -> list[str]:
    """Give primary keys in the order of the label keys, without what is gone."""
    pks = _by_key(model, keys)
    return [str(pks[key]) for key in keys if key in pks]
