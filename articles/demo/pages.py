"""What the demo's newsroom says of itself: its pages, and the links to them."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles import publishing
from articles.conf import conf
from articles.models.desk import NavigationItem, Page, SiteSettings

ABOUT = """这是一座演示用的报社。报道、人名和地名都是编的，只为让人看看一份报纸可以是什么样子。

## 我们怎样做新闻

- 先求真，再求快；拿不准的，不发。
- 写错了就改，并且说明改了什么。改过的都在[更正](/corrections/)一页。
- 每篇报道的地址永远不变。

## 谁在这里

记者写，编辑改，再由发布人签发。每一步都有记录。
"""
CONTACT = """有线索、有更正、有话要说，都请写信：**<news@newsroom.example>**。

| 事由 | 写给 |
| --- | --- |
| 新闻线索 | <tips@newsroom.example> |
| 更正 | <corrections@newsroom.example> |
| 转载 | <reprint@newsroom.example> |
"""
PRIVACY = """本站不使用 Cookie，也不追踪读者。

“读得最多”只数每篇文章每小时被打开的次数，不记地址，不记浏览器，也不知道是谁。

分享链接只在点开时才会通知对方网站。
"""
ABOUT_EN = """This is a newsroom for show. Its stories, people and places are made up, to let
you see what a paper can look like.

## How we work

- First true, then fast; what we are not sure of, we do not print.
- What was wrong is put right, and [says so](/en/corrections/).
- Every story keeps its address for ever.
"""

Said = tuple[str, str, str, str, str]
PAGES: tuple[Said, ...] = (
    ("about", "关于我们", "zh-Hans", "zh-hans", ABOUT),
    ("contact", "联系我们", "zh-Hans", "zh-hans", CONTACT),
    ("privacy", "读者与隐私", "zh-Hans", "zh-hans", PRIVACY),
    ("about-us", "About us", "en", "en", ABOUT_EN),
)
"""Address, title, language, the interface whose footer links to it, and text."""


@transaction.atomic
def make_pages(publisher: User, administrator: User, *, at: datetime) -> int:
    """Publish the demo's pages with their links, unless the site has words already."""
    if SiteSettings.objects.exists() or Page.objects.exists():
        return 0
    site = SiteSettings.objects.create(
        name=conf().name, tagline=conf().tagline, email="news@newsroom.example"
    )
    for position, (slug, title, language, interface, body) in enumerate(PAGES):
        page = Page.objects.create(
            slug=slug, title=title, language=language, body=body, changed_at=at,
            changed_by=publisher,
        )  # fmt: skip
        publishing.publish_page(page, expected=0, actor=publisher, at=at)
        shown_in = ("zh-hans", "zh-hant") if language == "zh-Hans" else (interface,)
        for code in shown_in:
            site.links.create(
                place=NavigationItem.Place.FOOTER, position=position, page=page,
                language=code,
            )  # fmt: skip
    publishing.publish_site(expected=0, actor=administrator, at=at)
    return len(PAGES)
