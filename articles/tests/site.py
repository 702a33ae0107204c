"""A small public site that tests walk: built once, changed and put back by each."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings

from articles import media, publishing
from articles.models.desk import (
    Article,
    Category,
    Comment,
    Correction,
    Ending,
    Page,
    SiteSettings,
    Tag,
)
from articles.models.reader import Label, PublishedArticle
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import (
    CANARY,
    DAY,
    FIRST,
    HOUR,
    THEN,
    World,
    make_hidden,
    make_picture,
    revised,
)
from articles.tests.walk import Pool, addresses, routes

THIN = 3
"""In other languages than the first, `make test` asks for every third address."""


@contextmanager
def built(folder: Path) -> Iterator[World]:
    """Build the site, its pictures in a folder; afterwards it never was."""
    # Without the django_db mark on a module no test database is made.
    assert "test" in connection.settings_dict["NAME"]
    newsroom = {**settings.NEWSROOM, "PAGE_SIZE": 2, "FEED_SIZE": 4, "COMMENTS_SIZE": 2}
    with (
        override_settings(NEWSROOM=newsroom, MEDIA_ROOT=folder),
        time_machine.travel(NOON + DAY, tick=False),
        transaction.atomic(),
    ):
        world = World(
            writer=User.objects.create_superuser("writer"),
            chief=User.objects.create_superuser("chief"),
            strangers={"anonymous": Client(), "logged_in_nonstaff": Client()},
        )
        done(build, world)
        known = pools()
        world.paths = {
            route: addresses(
                route, known, thin=THIN, questions=questions().get(route.name, ())
            )
            for route in routes()
        }
        yield world
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def done(do: Callable[[World], Any], world: World) -> None:
    """Do something to the site, with all that follows when it is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        do(world)


def build(world: World) -> None:
    """Publish a few ordinary articles, one of them moved and one withdrawn."""
    reader = User.objects.create_user("leserin", password=None)
    world.strangers["logged_in_nonstaff"].force_login(reader)
    city = {"categories": (("城市", "交通"),), "tags": ("渡轮",), "bylines": ("林晓",)}
    for number in range(5):
        make_live(f"第{number}次复航", at=NOON + number * HOUR, **city)
    make_live("Ferries sail again", at=NOON - 2 * DAY, language="en", **city)
    picture = make_picture(61, alt="码头")
    make_live(
        "旧闻一则", at=NOON - 400 * DAY, source="海风通讯社", lead_picture=picture
    )
    moved = make_live("改了地址", at=NOON - 3 * DAY, slug="former-address", **city)
    revision = revised(moved, slug="present-address")
    publishing.update(revision, actor=None, at=NOON)
    gone = make_live("撤下的", at=NOON - 4 * DAY, slug="taken-down")
    publishing.withdraw(gone, actor=None, at=NOON, reason="重复")
    for text in ("班次有误。", "票价有误。", "船名有误。"):
        correct(Article.objects.get(title="第0次复航"), text=text)
    discussed = Article.objects.get(title="第2次复航")
    for text in ("终于通了。", "早班也开吗？", "票价呢？"):
        comment(discussed, text, world, shown=True)
    for slug, ending, leads_to in (
        ("led-elsewhere", Ending.REDIRECT, f"article:{moved.uuid}"),
        ("held-by-law", Ending.HOLD, ""),
    ):
        article = make_live("另一则", at=NOON - 4 * DAY, slug=slug)
        publishing.withdraw(
            article, actor=None, at=NOON, ending=ending, leads_to=leads_to
        )

    page_for(world, "about", "关于我们", at=NOON)
    describe(world, name="海风日报", at=NOON)


def page_for(world: World, slug: str, title: str, *, at: datetime) -> Page:
    """Publish a page beside the news."""
    page = Page.objects.create(
        slug=slug, title=title, body=f"{title}的话。", changed_at=at
    )
    publishing.publish_page(page, expected=0, actor=world.chief, at=at)
    return page


def describe(world: World, *, at: datetime, **fields: Any) -> None:
    """Publish what the site says of itself; its footer links to the page."""
    site, made = SiteSettings.objects.update_or_create(pk=1, defaults=fields)
    if made:
        site.links.create(place="footer", page=Page.objects.get(slug="about"))
    publishing.publish_site(expected=site.version, actor=world.chief, at=at)


def comment(
    article: Article, text: str, world: World, *, shown: bool, **more: Any
) -> Comment:
    """Write a comment as a reader, and let the chief show it."""
    written = Comment.objects.create(
        article=article, text=text, created_at=NOON + 5 * HOUR,
        **{"name": "李女士", "language": "zh-Hans", **more},
    )  # fmt: skip
    if shown:
        publishing.decide(
            [written.pk], Comment.State.SHOWN, actor=world.chief, at=NOON + 5 * HOUR
        )
    return written


def correct(article: Article, *, text: str) -> None:
    """Put a live article right, an hour after the newest was published."""
    live = article.revisions.get(number=article.live_number)
    publishing.correct(
        article, content=live.content, kind=Correction.Kind.CORRECTION, text=text,
        actor=None, at=NOON + 5 * HOUR,
    )  # fmt: skip


# Guesses: a number with a digest of the right length, and texts that are no token.
TOKENS = (f"1-{'A' * 43}", "1", str(UUID(int=FIRST)))


def pools() -> Mapping[frozenset[str], Pool]:
    """Give values for the parameters of routes: of what is live and what is hidden."""
    with undone():
        article = make_hidden()
        picture = article.lead_picture
        files = set(media.names(media.for_image(picture)))
        anything = guesses(article.pk, picture.original)
        subjects = [
            Category.objects.get(name=CANARY["category"]),
            Tag.objects.get(name=CANARY["tag"]),
            article.bylines.get(position=7).author,
            article.source,
        ]
        hidden = [
            {"kind": one.kind, "slugs": "/".join(step.slug for step in one.trail())}
            for one in subjects
        ]
    for row in PublishedArticle.objects.all():
        files |= media.names(row.lead_picture)
    listed = Label.objects.exclude(path="/").values_list("kind", "path")
    labels = [
        {"kind": kind, "slugs": path.removeprefix(f"/{kind}/").rstrip("/")}
        for kind, path in listed
    ]
    return {
        frozenset({"kind", "slugs"}): hidden + labels,
        frozenset({"year", "month", "day", "slug"}): [
            {"year": day.year, "month": day.month, "day": day.day, "slug": slug}
            for day, slug in stories()
        ],
        frozenset({"page"}): [
            {"page": slug} for slug in (CANARY["slug"], "about", "us")
        ],
        frozenset({"section"}): [{"section": s} for s in ("城市", CANARY["category"])],
        frozenset({"number"}): [{"number": 2}],
        frozenset({"form"}): [{"form": form} for form in ("atom", "json")],
        frozenset({"part"}): [{"part": 2}],
        frozenset({"name"}): [{"name": name} for name in sorted(files)],
        frozenset({"article"}): [
            {"article": uuid} for uuid in (UUID(int=FIRST), *live_uuids())
        ],
        frozenset({"token"}): [{"token": token} for token in TOKENS],
        frozenset({"anything"}): [{"anything": path} for path in anything],
    }


def questions() -> Mapping[str, list[str]]:
    """Give what is asked of search, by route: for what is live and what is hidden."""
    asked: list[dict[str, str]] = [
        {"q": "复航"},
        *({"q": word} for word in CANARY.values()),
        {"q": "复航", "sort": "date", "page": "2"},
        {"q": "航 -改", "tag": "渡轮", "from": "2025"},
        {"q": "复", "category": "城市/交通", "author": "林晓"},
        {"q": "丝", "source": CANARY["source"]},
        {"q": "复航", "tag": CANARY["tag"]},
        {"q": "航", "category": f"城市/{CANARY['category']}"},
        {"q": "雀", "from": f"{THEN:%Y}", "to": f"{THEN:%Y}"},
        {"q": f"“{CANARY['title']}”"},
        {"q": str(UUID(int=FIRST))},
        {"q": "一" * 300},
    ]
    written = [f"?{urlencode(one)}" for one in asked]
    return {"public:search": written, "public:search_feed": written}


def live_uuids() -> list[UUID]:
    """Give the UUIDs of two articles that readers may comment on."""
    live = PublishedArticle.objects.filter(title__in=("第2次复航", "旧闻一则"))
    return list(live.values_list("uuid", flat=True))


def stories() -> list[tuple[date, str]]:
    """Give days and slugs: of what is hidden, what is live, and what was there once."""
    hidden = [
        (day, f"{CANARY['slug']}{suffix}")
        for day in (THEN.date(), NOON.date())
        for suffix in ("", "-2", "-3")
    ]
    titles = ("第2次复航", "Ferries sail again", "旧闻一则", "改了地址")
    live = PublishedArticle.objects.filter(title__in=titles).values_list("day", "slug")
    former = [
        ((NOON - 3 * DAY).date(), "former-address"),
        ((NOON - 4 * DAY).date(), "taken-down"),
        ((NOON - 4 * DAY).date(), "led-elsewhere"),
        ((NOON - 4 * DAY).date(), "held-by-law"),
    ]
    return [*hidden, *live, *former]


def guesses(number: int, original: str) -> list[str]:
    """Give addresses that other systems would answer with what is hidden."""
    here = f"2025/11/11/{CANARY['slug']}"
    return [
        here,
        f"{here}/index.html",
        f"{here}/index.md",
        f"{here}/amp/",
        f"{here}/feed/",
        f"articles/{number}/",
        f"article/{UUID(int=FIRST)}/",
        f"archives/{number}.html",
        f"api/articles/{UUID(int=FIRST)}/",
        f"preview/{UUID(int=FIRST)}/",
        f"search/{CANARY['title']}/",
        f"media/{original}",
        f"media/{CANARY['file']}.jpg",
        f"tag/{CANARY['tag']}",
        "no-such-page/",
    ]
