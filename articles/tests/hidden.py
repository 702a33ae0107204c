"""Articles that readers must not see, in every state that hides one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client

from articles import media, publishing, workflow
from articles.models.desk import (
    Article,
    Comment,
    Ending,
    FrontSlot,
    Image,
    Page,
    Revision,
    SiteSettings,
    Tag,
)
from articles.models.reader import PublishedArticle
from articles.publishing import front
from articles.tests.factories import (
    NOON,
    make_article,
    make_author,
    make_category,
    make_source,
)
from articles.tests.media.samples import sample
from articles.tests.walk import Answer, Route, walk
from articles.workflow import notes, sharing
from articles.workflow.unsaved import keep

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A month in which nothing else happened, before the newest public article.
THEN = datetime(2025, 11, 11, 3, 0, tzinfo=UTC)

CANARY = {
    "title": "金丝雀标题",
    "deck": "金丝雀提要",
    "body": "金丝雀正文",
    "slug": "canary-slug",
    "tag": "金丝雀标签",
    "author": "金丝雀作者",
    "source": "金丝雀来源",
    "category": "金丝雀栏目",
    "alt": "金丝雀替代文字",
    "caption": "金丝雀图片说明",
    "credit": "金丝雀摄影",
    "file": "canary-file",
}
FIRST = 7
"""The UUID of the first hidden article, as a number, for addresses that guess it."""
MARK = re.compile("金丝雀|canary")
OTHER_LANGUAGES = ("/en/", "/zh-hant/")


@dataclass
class World:
    """A small public site, who looks at it, and every address it is asked for."""

    writer: User
    chief: User
    strangers: dict[str, Client]
    paths: dict[Route, list[str]] = field(default_factory=dict)
    before: dict[str, Answer] = field(default_factory=dict)

    @property
    def every_path(self) -> list[str]:
        return list(
            dict.fromkeys(path for some in self.paths.values() for path in some)
        )

    @property
    def path_of_each_route(self) -> list[str]:
        return [path for some in self.paths.values() for path in (some[0], some[-1])]

    @property
    def first_language(self) -> list[str]:
        """Give the addresses of the newsroom's own language, where all is shown."""
        return [one for one in self.every_path if not one.startswith(OTHER_LANGUAGES)]

    def look(self, who: str = "anonymous") -> dict[str, Answer]:
        """Walk the whole site."""
        return walk(self.strangers[who], self.every_path)

    def take_turns(self, paths: Sequence[str]) -> dict[str, Answer]:
        """Walk some addresses, the strangers taking turns."""
        seen: dict[str, Answer] = {}
        for turn, client in enumerate(self.strangers.values()):
            seen |= walk(client, paths[turn :: len(self.strangers)])
        return seen

    def heads(self, who: str = "anonymous") -> dict[str, Answer]:
        """Ask every route for its headers alone."""
        return walk(self.strangers[who], self.path_of_each_route, method="head")


def make_picture(width: int, **said: str) -> Image:
    """Make a picture that is ready; another width makes other bytes, so other names."""
    image = Image(created_at=NOON, **said)
    media.fill(image, sample("JPEG", width, 40), filename=f"{CANARY['file']}.jpg")
    image.save()
    return image


def revised(article: Article, **fields: Any) -> Revision:
    """Save fields on the working copy and give the revision that makes."""
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    revision = workflow.revise(article, actor=None, at=NOON)
    assert revision is not None
    return revision


def canary_fields() -> dict[str, Any]:
    """Give an article's fields, each with a word that stands nowhere else."""
    said = {key: CANARY[key] for key in ("alt", "caption", "credit")}
    return {
        "deck": CANARY["deck"],
        "body": f"{CANARY['body']}。",
        "slug": CANARY["slug"],
        "lead_picture": make_picture(67, **said),
        "source": make_source(CANARY["source"]),
    }


def relate(article: Article) -> Article:
    """Put an article under subjects of its own, beside those that are public."""
    article.filings.create(
        category=make_category("城市", CANARY["category"]), position=7
    )
    article.bylines.create(author=make_author(CANARY["author"]), position=7)
    article.tags.add(Tag.objects.get_or_create(name=CANARY["tag"])[0])
    return article


def make_hidden(**more: Any) -> Article:
    """Make a draft full of canaries in a section where live articles are, too."""
    others = Article.objects.filter(title=CANARY["title"]).count()
    article = make_article(
        CANARY["title"],
        uuid=UUID(int=FIRST + others),
        categories=(("城市", "交通"),),
        tags=("渡轮",),
        bylines=("林晓",),
        planned_for=THEN,
        **canary_fields(),
        **more,
    )
    return relate(article)


def draft(world: World, **more: Any) -> Article:
    article = make_hidden(**more)
    workflow.revise(article, actor=world.writer, at=NOON)
    return article


def in_review(world: World, **more: Any) -> Article:
    article = draft(world, **more)
    workflow.submit(article, actor=world.writer, at=NOON)
    return article


def approved(world: World, **more: Any) -> Article:
    article = in_review(world, **more)
    workflow.approve(article, actor=world.chief, at=NOON)
    return article


def scheduled(world: World) -> Article:
    article = approved(world)
    workflow.schedule(article, actor=world.chief, at=NOON, when=NOON + DAY)
    assert publishing.publish_due(at=NOON + HOUR) == []
    return article


def embargoed(world: World) -> Article:
    article = approved(world, embargoed_until=NOON + DAY)
    (revision,) = article.revisions.all()
    with pytest.raises(workflow.MoveRefused):
        publishing.publish(revision, actor=world.chief, at=NOON + HOUR)
    return article


def live_with_newer_draft(world: World) -> Article:
    live = PublishedArticle.objects.get(title="第2次复航")
    article = relate(Article.objects.get(uuid=live.uuid))
    revised(article, title=CANARY["title"], **canary_fields())
    return article


def deleted_draft(world: World) -> Article:
    article = make_hidden()
    article.filings.all().delete()
    article.delete()
    return article


def live(world: World) -> Article:
    """Publish what the others hide, under one address, and move it to another."""
    article = draft(world)
    (revision,) = article.revisions.all()
    publishing.publish(revision, actor=None, at=THEN)
    second = revised(article, slug=f"{CANARY['slug']}-2")
    publishing.update(second, actor=None, at=NOON)
    return second.article


def withdrawn(world: World) -> Article:
    article = live(world)
    withdraw(world)
    article.refresh_from_db()
    return article


def withdraw(world: World) -> None:
    """Take the live article away again."""
    article = Article.objects.get(title=CANARY["title"])
    publishing.withdraw(article, actor=None, at=NOON + 9 * HOUR, reason=CANARY["body"])


def draft_of_a_withdrawn(world: World) -> Article:
    article = withdrawn(world)
    revised(article, title=f"{CANARY['title']}二稿", slug=f"{CANARY['slug']}-3")
    return article


def previewed(world: World) -> Article:
    """Show a draft to somebody outside, by a link that is open."""
    article = draft(world)
    revision = article.revisions.get()
    revision.article = article
    sharing.share(revision, maker=world.chief, at=NOON, recipient=CANARY["author"])
    return article


def expired_preview(world: World) -> Article:
    article = previewed(world)
    article.preview_links.update(expires_at=NOON + HOUR)
    return article


def autosaved(world: World) -> Article:
    """Type canaries into a live article's form, and save nothing."""
    article = Article.objects.get(title="第2次复航")
    fields = {name: [CANARY[name]] for name in ("title", "deck", "body", "slug")}
    keep(world.writer, article, tab="tab", basis="1-0", fields=fields, at=NOON)
    return article


def noted(world: World) -> Article:
    """Speak of canaries in a note on a live article, and on a draft."""
    article = Article.objects.get(title="第2次复航")
    for one in (article, draft(world)):
        notes.write(
            one,
            author=world.chief,
            at=NOON,
            text=f"{CANARY['title']} {CANARY['body']}",
            passage=CANARY["deck"],
        )
    return article


def placed(world: World) -> Article:
    """Give a scheduled article the lead of the front page, beforehand."""
    article = scheduled(world)
    lead = front.Placing(place=FrontSlot.Place.LEAD, article=article)
    front.arrange(
        [lead], expected=front.edition(), actor=world.chief, at=NOON + HOUR,
        note=CANARY["title"],
    )  # fmt: skip
    return article


def draft_without_its_correction(world: World) -> Article:
    """Let a corrected article have a draft that the correction is not in yet."""
    article = relate(Article.objects.get(title="第0次复航"))
    assert article.live_number == article.latest_number
    revised(article, title=CANARY["title"], **canary_fields())
    Article.objects.filter(pk=article.pk).update(unmerged_number=article.live_number)
    return article


def commented(world: World) -> Article:
    """Let readers write of canaries, and have it wait, held, rejected, spam, erased."""
    article = Article.objects.get(title="第2次复航")
    for state in Comment.State.values:
        if state != Comment.State.SHOWN:
            Comment.objects.create(
                article=article, name=CANARY["author"], text=CANARY["body"],
                email="canary@example.com", language="zh-Hans", state=state,
                created_at=NOON + HOUR,
            )  # fmt: skip
    return article


def written_page(world: World) -> Page:
    """Write a page beside the news, and publish it not; a live one has a new draft."""
    picture = make_picture(67, alt=CANARY["alt"])
    body = f"{CANARY['body']}\n\n![](image:{picture.uuid})"
    said = {"title": CANARY["title"], "body": body, "changed_at": NOON}
    live = Page.objects.filter(live_version__isnull=False)
    live.update(version=F("version") + 1, **said)
    return Page.objects.create(slug=CANARY["slug"], **said)


def redesigned(world: World) -> SiteSettings:
    """Change everything that is said of the site, and publish nothing of it."""
    site, _made = SiteSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": CANARY["title"],
            "tagline": CANARY["deck"],
            "footer": CANARY["body"],
            "accent_light": "#123456",
            "logo": make_picture(69, alt=CANARY["alt"]),
        },
    )
    site.links.create(place="footer", label=CANARY["caption"], address="/canary/")
    return site


STATES: dict[str, Callable[[World], Any]] = {
    one.__name__: one
    for one in (
        draft,
        previewed,
        expired_preview,
        autosaved,
        written_page,
        redesigned,
        noted,
        placed,
        commented,
        draft_without_its_correction,
        in_review,
        approved,
        scheduled,
        embargoed,
        live_with_newer_draft,
        deleted_draft,
    )
}


def all_at_once(world: World) -> None:
    """Hide an article in each state beside the others."""
    for hide in STATES.values():
        hide(world)


def led_elsewhere(world: World) -> Article:
    """Withdraw what was live and let its address lead to another article."""
    article = live(world)
    article.refresh_from_db()
    other = PublishedArticle.objects.get(title="第2次复航")
    publishing.withdraw(
        article, actor=None, at=NOON + 9 * HOUR, reason=CANARY["body"],
        ending=Ending.REDIRECT, leads_to=other.owner,
    )  # fmt: skip
    return article


def held(world: World) -> Article:
    """Take what was live from readers under a legal hold."""
    article = live(world)
    article.refresh_from_db()
    publishing.withdraw(
        article, actor=None, at=NOON + 9 * HOUR, reason=CANARY["body"],
        ending=Ending.HOLD,
    )  # fmt: skip
    return article


WITHDRAWN: dict[str, Callable[[World], Article]] = {
    one.__name__: one for one in (withdrawn, draft_of_a_withdrawn, led_elsewhere, held)
}
STATUS = {"led_elsewhere": 301, "held": 451}
"""What the address of a withdrawn article answers; the others 410."""
OWN_ADDRESSES = {
    f"{prefix}/2025/11/11/{CANARY['slug']}{suffix}/"
    for prefix in ("", "/zh-hant", "/en")
    for suffix in ("", "-2")
}
