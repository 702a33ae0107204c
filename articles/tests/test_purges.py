"""Each change purges every page that shows it, by keys the page named beforehand.

The walk asks for every address before and after. Whatever answer changed must have
carried one of the keys that the change noted for the caches; else a cache would go on
giving the old one.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from articles import publishing
from articles.models.desk import (
    Article,
    Author,
    Category,
    Comment,
    FrontSlot,
    Page,
    Tag,
)
from articles.models.reader import PublishedArticle, Purge, Reading
from articles.publishing.reading import turn_most_read
from articles.tests.factories import NOON, make_category, make_live
from articles.tests.hidden import DAY, HOUR, MARK, World, revised
from articles.tests.site import (
    built,
    comment,
    correct,
    describe,
    done,
    page_for,
    undone,
)
from articles.tests.walk import Answer, differences, undated, walk
from newsroom.delivery.headers import tag

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("purges")]


# Where there is nothing until one of the changes puts something there.
NOT_YET = (
    "/page/5/",
    "/2024/",
    "/2024/10/",
    "/2024/10/21/",
    "/sitemap-2024-10.xml",
    "/2026/03/05/another-address",
    "/2026/03/05/another-address/",
    "/category/metro/",
    "/category/metro/交通/feed/atom/",
    "/category/港口/",
    "/category/经济/交通/",
    "/tag/ferries/",
    "/tag/ferries/page/2/",
    "/tag/新标签/feed/",
    "/en/tag/码头/",
)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Build the site once for the module."""
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("media")) as world:
        # Pictures never change, as their names are their content's; keys know no
        # language; nothing hidden comes to be here.
        paths = [
            path
            for path in world.first_language
            if not path.startswith("/media/") and not MARK.search(unquote(path))
        ]
        world.before = walk(world.strangers["anonymous"], [*paths, *NOT_YET])
        yield world


@pytest.fixture(autouse=True)
def media_root(world: World) -> None:
    """Leave the pictures where the site has put them."""


def publish(world: World) -> None:
    make_live(
        "又一次复航",
        at=NOON + 6 * HOUR,
        categories=(("城市", "交通"), ("港口",)),
        tags=("渡轮", "码头"),
        bylines=("林晓",),
    )


def publish_of_long_ago(world: World) -> None:
    make_live("更旧的一则", at=NOON - 500 * DAY, categories=(("城市",),))


def publish_a_translation(world: World) -> None:
    original = Article.objects.get(title="旧闻一则")
    make_live("Old news", at=NOON, language="en", translation_of=original)


def show_a_comment(world: World) -> None:
    comment(Article.objects.get(title="第2次复航"), "又一条。", world, shown=True)


def erase_a_comment(world: World) -> None:
    first = Comment.objects.order_by("pk").first()
    publishing.erase([first.pk], actor=world.chief, at=NOON + 7 * HOUR)


def close_the_comments(world: World) -> None:
    article = Article.objects.get(title="第2次复航")
    publishing.close_comments(article, closed=True, actor=world.chief, at=NOON)


def update(which: str, **fields: Any) -> None:
    """Give readers a changed article."""
    article = Article.objects.get(title=which)
    publishing.update(revised(article, **fields), actor=None, at=NOON + 8 * HOUR)


def change_text(world: World) -> None:
    update("第4次复航", body="改过的正文。", deck="改过的提要。")


def change_title(world: World) -> None:
    update("第3次复航", title="改过的标题")


def change_address(world: World) -> None:
    update("第2次复航", slug="another-address")


def change_subjects(world: World) -> None:
    article = Article.objects.get(title="第1次复航")
    article.tags.set([Tag.objects.create(name="新标签")])
    article.filings.update(category=make_category("文化"))
    update("第1次复航", deck="换了栏目。")


def withdraw(world: World) -> None:
    article = Article.objects.get(title="第4次复航")
    publishing.withdraw(article, actor=None, at=NOON + 7 * HOUR, reason="有误")


def withdraw_the_last_of_its_labels(world: World) -> None:
    article = Article.objects.get(title="旧闻一则")
    publishing.withdraw(article, actor=None, at=NOON + 7 * HOUR, reason="有误")


def restore(world: World) -> None:
    article = Article.objects.get(title="撤下的")
    publishing.publish(article.revisions.get(), actor=None, at=NOON + 7 * HOUR)


def correct_an_article(world: World) -> None:
    correct(Article.objects.get(title="第2次复航"), text="又一处有误。")


def withdraw_a_corrected(world: World) -> None:
    article = Article.objects.get(title="第0次复航")
    publishing.withdraw(article, actor=None, at=NOON + 7 * HOUR)


def withdraw_what_is_led_to(world: World) -> None:
    article = Article.objects.get(title="改了地址")
    publishing.withdraw(article, actor=None, at=NOON + 7 * HOUR)


def lift_a_hold(world: World) -> None:
    article = Article.objects.get(held_since__isnull=False)
    publishing.lift_hold(article, actor=None, at=NOON + 7 * HOUR)


def rename(subject: Any, **fields: Any) -> None:
    """Save fields of a subject and let its label follow."""
    for name, value in fields.items():
        setattr(subject, name, value)
    subject.save()
    publishing.refresh_label(subject, at=NOON + 7 * HOUR)


def rename_a_tag(world: World) -> None:
    rename(Tag.objects.get(name="渡轮"), name="轮渡")


def rename_an_author(world: World) -> None:
    rename(Author.objects.get(name="林晓"), name="林小")


def move_a_list(world: World) -> None:
    rename(Tag.objects.get(name="渡轮"), slug="ferries")


def rename_a_section(world: World) -> None:
    rename(Category.objects.get(name="城市"), name="都市", slug="metro")


def move_a_section(world: World) -> None:
    rename(Category.objects.get(name="交通"), parent=make_category("经济"))


def reorder_sections(world: World) -> None:
    rename(Category.objects.get(name="城市"), position=9)


def arrange_the_front_page(world: World) -> None:
    article = Article.objects.get(title="第1次复航")
    FrontSlot.objects.create(
        place=FrontSlot.Place.LEAD, article=article, set_at=NOON + 7 * HOUR
    )
    publishing.turn_front(NOON + 7 * HOUR)


def read_a_lot(world: World) -> None:
    for number in range(4):
        row = PublishedArticle.objects.get(title=f"第{number}次复航")
        Reading.objects.add({row.pk: 10 + number}, NOON + 6 * HOUR)
    turn_most_read(NOON + 7 * HOUR)


def redesign(world: World) -> None:
    describe(world, at=NOON + 7 * HOUR, name="晚报", accent_light="#7a1f5c")


def publish_a_page(world: World) -> None:
    page_for(world, "us", "另一页", at=NOON + 7 * HOUR)


def rewrite_a_page(world: World) -> None:
    republish_the_page(world, body="改过的话。")


def move_a_page(world: World) -> None:
    republish_the_page(world, slug="us")


def republish_the_page(world: World, **fields: Any) -> None:
    """Save fields of the site's page and give it to readers."""
    page = Page.objects.get(slug="about")
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    publishing.publish_page(page, expected=0, actor=world.chief, at=NOON + 7 * HOUR)


def withdraw_a_page(world: World) -> None:
    page = Page.objects.get(slug="about")
    publishing.withdraw_page(page, actor=world.chief, at=NOON + 7 * HOUR)


CHANGES: dict[str, Callable[[World], None]] = {
    one.__name__: one
    for one in (
        publish,
        publish_of_long_ago,
        publish_a_translation,
        show_a_comment,
        erase_a_comment,
        close_the_comments,
        change_text,
        change_title,
        change_address,
        change_subjects,
        withdraw,
        withdraw_the_last_of_its_labels,
        restore,
        correct_an_article,
        withdraw_a_corrected,
        withdraw_what_is_led_to,
        lift_a_hold,
        rename_a_tag,
        rename_an_author,
        move_a_list,
        rename_a_section,
        move_a_section,
        reorder_sections,
        arrange_the_front_page,
        read_a_lot,
        redesign,
        publish_a_page,
        rewrite_a_page,
        move_a_page,
        withdraw_a_page,
    )
}


def shown(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Leave the dates of feeds aside, which move with articles they do not show."""
    feeds = {path: one for path, one in answers.items() if "/feed/" in path}
    return answers | undated(feeds)


def is_shared(answer: Answer) -> bool:
    """Say whether anything but the reader's own browser may keep an answer."""
    return "private" not in dict(answer.headers).get("Cache-Control", "")


def tags(answer: Answer) -> set[str]:
    """Name what a page said that it shows."""
    return set(dict(answer.headers).get("Cache-Tag", "").split(",")) - {""}


REPRESENTATIVES = {
    "publish",
    "change_text",
    "change_subjects",
    "withdraw_the_last_of_its_labels",
    "restore",
    "correct_an_article",
    "rename_a_section",
    "arrange_the_front_page",
    "read_a_lot",
    "redesign",
    "move_a_page",
}
"""One of each kind for `make test`; `make prove` makes all changes."""


@pytest.mark.parametrize(
    "change",
    [
        name if name in REPRESENTATIVES else pytest.param(name, marks=pytest.mark.prove)
        for name in CHANGES
    ],
)
class TestPurge:
    def test_reaches_every_page_that_changed(self, world: World, change: str):
        # What no cache may keep needs no purge.
        before = {path: one for path, one in world.before.items() if is_shared(one)}
        with undone():
            last = Purge.objects.order_by("pk").last()
            done(CHANGES[change], world)
            after = walk(world.strangers["anonymous"], before)
            noted = Purge.objects.filter(pk__gt=last.pk)
            purged = {tag(key) for purge in noted for key in purge.keys}
        changed = differences(shown(before), shown(after))
        kept = {
            path: what
            for path, what in changed.items()
            if not tags(before[path]) & purged
        }
        assert changed
        assert kept == {}
        if change == "change_text":
            still = before.keys() & after.keys() - changed.keys()
            assert not [path for path in still if tags(before[path]) & purged]
