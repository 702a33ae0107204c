"""Hexo posts, the seed's dialect among them, as article records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from articles.importers import bodies, files, hexo_config, values
from articles.importers.dates import names_offset, read_date
from articles.importers.files import FileProblem, Found
from articles.importers.front_matter import FrontMatterProblem, Post, parse
from articles.importers.hexo_config import AddressParts, HexoConfig
from articles.records import ArticleRecord, BylineRecord, PictureRecord, Refusal
from articles.text.clean import strip_controls
from articles.text.slugs import slug_from_stem

MAX_TITLE = 300
MAX_NAME = 120
MAX_TAG = 100
MAX_SLUG = 190

# Every key a field of the record takes; the rest is kept as it came.
_TAKEN = frozenset(
    [
        "title",
        "date",
        "updated",
        "categories",
        "category",
        "tags",
        "tag",
        "author",
        "authors",
        "comments",
        "published",
        "draft",
        "permalink",
        "excerpt",
        "lang",
        "language",
    ]
)
_LIST_PICTURES = ("thumbnail",)
_LEAD_PICTURES = ("headimg", "cover", "banner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What reading needs to know beside the files."""

    zone: tzinfo = UTC
    outlets: frozenset[str] = frozenset()
    config: HexoConfig = field(default_factory=HexoConfig)


DEFAULTS = Options()


def read(
    source: Path,
    options: Options = Options(),
) -> Iterator[ArticleRecord | Refusal]:
    """Give a record or a refusal for each post below a folder, by path."""
    yield from read_each(files.find(source), options)


def read_each(
    found: list[Found], options: Options
) -> Iterator[ArticleRecord | Refusal]:
    """Give a record or a refusal for each of the files."""
    for one in found:
        try:
            raw = files.load(one)
            yield _record(one, raw, parse(files.text_of(raw)), options)
        except (FileProblem, FrontMatterProblem) as problem:
            yield files.refusal(one, str(problem))


def _record(found: Found, raw: bytes, post: Post, options: Options) -> ArticleRecord:
    path = PurePosixPath(found.key)
    notes = list(post.notes)
    name = hexo_config.name_parts(path.stem, options.config)
    zone = options.config.zone(options.zone)
    categories = _categories(post, notes)
    bylines, outlet = _authors(post, categories, options.outlets)
    published_at, problem = _date(post, name.date, zone, notes)
    thumbnail, lead = _pictures(post)
    title = _title(post, name.title, notes)
    stem = str(path.with_name(name.title)) if name.title else path.stem
    parts = AddressParts(stem, title, published_at, categories, post.values)
    return ArticleRecord(
        source_key=found.key,
        raw=raw,
        title=title,
        slug=slug_from_stem(name.title)[:MAX_SLUG],
        body=strip_controls(post.body),
        body_format=bodies.body_format(
            post.body, html_file=path.suffix.lower() in files.HTML_SUFFIXES
        ),
        published=_published(found, post, notes),
        published_at=published_at,
        updated_at=_updated(post, zone),
        date_problem=problem,
        deck=values.text(post.values.get("excerpt")),
        language=_language(post, options.config, notes),
        categories=categories,
        tags=_names(post, "tags", "tag", MAX_TAG),
        bylines=bylines,
        source_name=outlet,
        thumbnail=thumbnail,
        lead_picture=lead,
        comments_enabled=values.truth(post.values.get("comments", True)),
        old_addresses=_addresses(parts, zone, options.config),
        extra=_extra(post, thumbnail, lead),
        notes=tuple(notes),
    )


def _title(post: Post, stem: str, notes: list[str]) -> str:
    title = " ".join(values.text(post.values.get("title")).split())
    if not title:
        notes.append("no title; the file's name taken")
        title = " ".join(strip_controls(stem).split()) or "?"
    if len(title) > MAX_TITLE:
        line = post.lines.get("title", 1)
        notes.append(f"line {line}: title cut to {MAX_TITLE} characters")
        title = title[: MAX_TITLE - 1] + "…"
    return title


def _date(
    post: Post, in_name: str, zone: tzinfo, notes: list[str]
) -> tuple[datetime | None, str]:
    said = post.values.get("date")
    if moment := read_date(values.text(said), zone):
        return moment, ""
    given = values.text(said) or ("a list" if said else "nothing")
    line = post.lines.get("date")
    problem = (
        f"line {line}: “{given[:60]}” is not a date" if line else "no date in the file"
    )
    if moment := read_date(in_name, zone):
        if line:
            notes.append(f"{problem}; the file name's taken")
        return moment, ""
    return None, f"{problem}; give one such as 2021-10-13 18:21:00 +0800"


def _updated(post: Post, zone: tzinfo) -> datetime | None:
    return read_date(values.text(post.values.get("updated")), zone)


def _published(found: Found, post: Post, notes: list[str]) -> bool:
    said = post.values
    if said.get("password"):
        # A plug-in encrypts such posts; published here they would be open to all.
        notes.append("protected by a password at the source; kept as draft")
        return False
    hidden = found.draft or values.truth(said.get("draft", False))
    return not hidden and values.truth(said.get("published", True))


def _categories(post: Post, notes: list[str]) -> tuple[tuple[str, ...], ...]:
    said = post.values.get("categories", post.values.get("category"))
    if isinstance(said, list) and any(isinstance(one, list) for one in said):
        paths = [one if isinstance(one, list) else [one] for one in said]
    else:
        paths = [said if isinstance(said, list) else [said]]
    found: dict[tuple[str, ...], None] = {}
    for path in paths:
        names = tuple(name for one in path if (name := _name(values.text(one))))
        if names:
            found[names] = None
    if any(len(values.text(one)) > MAX_NAME for path in paths for one in path):
        notes.append(f"category names cut to {MAX_NAME} characters")
    return tuple(found)


def _name(text: str) -> str:
    return " ".join(text.split())[:MAX_NAME].strip()


def _language(post: Post, config: HexoConfig, notes: list[str]) -> str:
    for key in ("lang", "language"):
        said = values.text(post.values.get(key))
        if known := values.language(said):
            return known
        if said:
            notes.append(f"line {post.lines.get(key, 1)}: “{said[:40]}” is no language")
    return values.language(config.language)


def _names(
    post: Post, plural: str, singular: str, longest: int = MAX_NAME
) -> tuple[str, ...]:
    said = post.values.get(plural, post.values.get(singular))
    names = (_name(values.text(one))[:longest] for one in values.flat(said))
    return tuple(dict.fromkeys(name for name in names if name))


def _authors(
    post: Post, categories: tuple[tuple[str, ...], ...], outlets: frozenset[str]
) -> tuple[tuple[BylineRecord, ...], str]:
    names = _names(post, "author", "authors")
    known = outlets.union(*categories)
    outlet = next((name for name in names if name in known), "")
    people = tuple(BylineRecord(name=name) for name in names if name not in known)
    return people, outlet


def _pictures(post: Post) -> tuple[PictureRecord | None, PictureRecord | None]:
    thumbnail = _picture(post, _LIST_PICTURES)
    lead = _picture(post, _LEAD_PICTURES)
    thumbnail = thumbnail or lead
    if lead and bodies.shows(post.body, lead.url):
        # The page would show it twice, one under the other.
        lead = None
    return thumbnail, lead


def _picture(post: Post, keys: tuple[str, ...]) -> PictureRecord | None:
    for key in keys:
        said = post.values.get(key)
        if isinstance(said, str) and (url := values.web_address(said)):
            return PictureRecord(url=url)
    return None


def _extra(
    post: Post, thumbnail: PictureRecord | None, lead: PictureRecord | None
) -> dict[str, Any]:
    used = {one.url for one in (thumbnail, lead) if one}
    pictures = (*_LIST_PICTURES, *_LEAD_PICTURES)
    return {
        key: values.plain(value)
        for key, value in post.values.items()
        if key not in _TAKEN
        and not (key in pictures and values.web_address(value) in used)
    }


def _addresses(
    parts: AddressParts, zone: tzinfo, config: HexoConfig
) -> tuple[str, ...]:
    if own := values.text(parts.values.get("permalink")):
        path = hexo_config.address_path(own)
        return (path,) if path else ()
    if parts.moment is None or not config.permalink:
        return ()
    had_offset = names_offset(values.text(parts.values.get("date")))
    return hexo_config.rule_addresses(config, parts, zone, had_offset=had_offset)
