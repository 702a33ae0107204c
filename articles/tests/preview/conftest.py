"""A draft with a picture, those who work on it, and links to it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models.desk import Article, PreviewLink, Revision
from articles.tests.admin.conftest import log_in  # noqa: F401 - a fixture
from articles.tests.factories import make_article
from articles.tests.hidden import make_picture
from articles.tests.workflow.people import make_user, newest, save
from articles.workflow import roles, sharing

PICTURE = re.compile(r"[0-9a-f]{32}\.(?:avif|webp|jpg|png)")
ANSWER = {"name": "王律师", "opinion": "fine", "text": "可以发。", "passage": ""}


@pytest.fixture
def writer(db: None) -> User:
    """Give a writer."""
    return make_user("lin", roles.WRITER)


@pytest.fixture
def article(writer: User) -> Article:
    """Give a draft that was never published, under subjects readers do not know."""
    article = make_article(
        "码头夜班的三十年",
        deck="灯塔还亮着。",
        body="第一版正文。\n\n![外面的图](https://pictures.example/a.jpg)",
        categories=(("深度", "人物"),),
        tags=("夜班",),
        bylines=("何田",),
        created_by=writer,
        lead_picture=make_picture(66, alt="夜里的灯塔", credit="何田 摄"),
    )
    save(article, writer)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def revision(article: Article) -> Revision:
    """Give its only revision."""
    return newest(article)


@pytest.fixture
def share(writer: User) -> Callable[..., PreviewLink]:
    """Give what makes links, by default the writer's, a week long, from now."""

    def share(revision: Revision, **more: Any) -> PreviewLink:
        given = {"maker": writer, "at": timezone.now(), "recipient": "王律师", **more}
        return sharing.share(revision, **given)

    return share


@pytest.fixture
def link(revision: Revision, share: Callable[..., PreviewLink]) -> PreviewLink:
    """Give an open link to the first revision."""
    return share(revision)


@pytest.fixture
def outsider() -> Client:
    """Give somebody without an account."""
    return Client()


def page_of(link: PreviewLink, language: str = "") -> str:
    """Give a link's address, in an interface language."""
    return f"{language and '/' + language}/preview/{sharing.token_of(link)}/"


def answer_to(link: PreviewLink) -> str:
    """Give where a link's answers go."""
    return f"{page_of(link)}answer/"


def expire(link: PreviewLink) -> None:
    """Let a link's time be over."""
    over = timezone.now() - timedelta(seconds=1)
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=over)
