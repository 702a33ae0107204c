"""The privilege matrix: every role and action of it, by real requests.

What does not exist here, and where our roles differ, stands in two tables of
`docs/reference/roles.md`; this test reads them there, so that neither says more.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models.desk import (
    Article,
    Author,
    Image,
    Note,
    PreviewLink,
    Revision,
    ScheduledMove,
    Tag,
)
from articles.tests.admin.conftest import change_url, filled, move_url
from articles.tests.admin.test_crawl import answer
from articles.tests.media.samples import sample
from articles.tests.workflow.people import (
    AT,
    everyone,
    make_in,
    make_user,
    newest,
    plan,
)
from articles.workflow import roles

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("privileges")]

LIST = "/admin/articles/article/"
DOCS = settings.BASE_DIR / "docs" / "reference" / "roles.md"


@dataclass
class World:
    """Accounts by the matrix's names, and the writer's articles by their state."""

    people: dict[str, Any] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)


Act = Callable[[World, Any], bool]


def build() -> World:
    """Make the accounts and the articles."""
    cast = everyone()
    writer = cast["writer"]
    people = {
        "anonymous": AnonymousUser(),
        "nonstaff": make_user("reader", roles.PUBLISHER, is_staff=False),
        "inactive_staff": make_user("gone", roles.PUBLISHER, is_active=False),
        "staff_no_group": cast["no role"],
        "writer_own": writer,
        "writer_other": cast["other writer"],
        "editor": cast["editor"],
        "publisher": cast["publisher"],
        "superuser": cast["superuser"],
    }
    articles = {
        "draft": make_in("draft", "never", by=writer),
        "in_review": make_in("in_review", "never", by=writer),
        "approved": make_in("approved", "never", by=writer),
        "pending": make_in("approved", "live", by=writer),
        "scheduled": make_in("approved", "never", by=writer),
    }
    plan(articles["scheduled"])
    articles["twice"] = make_in("approved", "live", by=writer)
    publishing.update(newest(articles["twice"]), actor=None, at=AT)
    client = Client()
    client.force_login(cast["superuser"])
    typed = {
        name: filled(client, change_url(articles[name])) | {"title": "改过的标题"}
        for name in ("draft", "in_review", "pending")
    }
    return World(people, articles, typed)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build it once for the module; afterwards it never was."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert "test" in connection.settings_dict["NAME"]
        yield build()
        transaction.set_rollback(True)


def gets(path: str, name: str = "draft") -> Act:
    """Make an act of opening a page; ``{pk}`` is the article's."""

    def act(world: World, user: Any) -> bool:
        url = path.format(pk=world.articles[name].pk)
        return answer(user, "get", url, {}, keep=True) == 200

    return act


def posts(
    path: str, data: dict[str, Any], done: Callable[[], Any], name: str = "draft"
) -> Act:
    """Make an act of posting; it was done if what ``done`` counts is another then."""

    def act(world: World, user: Any) -> bool:
        url = path.format(pk=world.articles[name].pk)
        before = done()
        answer(user, "post", url, data, keep=True)
        return bool(done() != before)

    return act


def moves(move: str, name: str) -> Act:
    """Make an act of posting a move to an article's address."""

    def act(world: World, user: Any) -> bool:
        article = world.articles[name]
        before = state()
        answer(user, "post", move_url(article), {"move": move, **given()}, keep=True)
        return state() != before

    return act


def in_bulk(move: str, name: str) -> Act:
    """Make an act of choosing an article in the list and a bulk action."""

    def act(world: World, user: Any) -> bool:
        data = {"action": move, "_selected_action": str(world.articles[name].pk),
                "reason": "理由", "when": given()["move_when"], "index": "0",
                "post": "yes"}  # fmt: skip
        before = state()
        answer(user, "post", LIST, data, keep=True)
        return state() != before

    return act


def saves(name: str, **forged: str) -> Act:
    """Make an act of posting an article's form, with more than the form has."""

    def act(world: World, user: Any) -> bool:
        article = world.articles[name]
        data = world.typed[name] | forged
        before = held(article) if forged else revisions(article)
        answer(user, "post", change_url(article), data, keep=True)
        return (held(article) if forged else revisions(article)) != before

    return act


def takes_a_byline(world: World, user: Any) -> bool:
    """Forge the form of one article so that it takes another's byline."""
    article, other = world.articles["draft"], world.articles["pending"]
    byline = other.bylines.get()
    data = world.typed["draft"] | {
        "bylines-INITIAL_FORMS": "1",
        "bylines-TOTAL_FORMS": "1",
        "bylines-0-id": str(byline.pk),
        "bylines-0-article": str(article.pk),
        "bylines-0-author": str(Author.objects.get_or_create(name="何田")[0].pk),
    }
    answer(user, "post", change_url(article), data, keep=True)
    byline.refresh_from_db()
    return byline.article_id != other.pk or byline.author.name == "何田"


def orders_by(world: World, user: Any) -> bool:
    """Try to sort the list by a column it does not show."""
    return answer(user, "get", f"{LIST}?o=created_by__password", {}, keep=True) == 200


def state() -> list[Any]:
    """Give all that a move could change."""
    rows = Article.objects.order_by("pk").values_list("stage", "standing", "edition")
    return [*rows, *ScheduledMove.objects.order_by("pk").values_list("pk", "state")]


def held(article: Article) -> Any:
    """Give what no form sets."""
    rows = Article.objects.filter(pk=article.pk)
    return rows.values_list("standing", "published_at", "created_by", "edition").get()


def revisions(article: Article) -> int:
    """Count an article's revisions."""
    return Revision.objects.filter(article=article).count()


def given() -> dict[str, str]:
    """Give all that any move asks for."""
    soon = timezone.localtime() + timedelta(days=1)
    return {"move_note": "理由写在这里", "move_when": f"{soon:%Y-%m-%dT%H:%M}"}


def new_article() -> dict[str, str]:
    """Give a whole new article as the form sends it."""
    management = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    return {
        "title": "新稿", "body": "正文", "language": "zh-Hans",
        "body_format": "markdown",
        **{f"bylines-{name}": value for name, value in management.items()},
    }  # fmt: skip


def uploads(world: World, user: Any) -> bool:
    """Upload a picture."""
    before = Image.objects.count()
    file = sample("JPEG", 40, 30)
    status = answer(user, "get", "/admin/articles/image/add/", {}, keep=True)
    assert Image.objects.count() == before
    return bool(file) and status == 200


def renames_a_tag(world: World, user: Any) -> bool:
    """Give a tag another name."""
    tag, _made = Tag.objects.get_or_create(name="渡轮")
    url = f"/admin/articles/tag/{tag.pk}/change/"
    answer(user, "post", url, {"name": "轮渡", "slug": ""}, keep=True)
    tag.refresh_from_db()
    return tag.name == "轮渡"


def renames_a_group(world: World, user: Any) -> bool:
    """Give a group another name."""
    group = Group.objects.get(name="Writer")
    url = f"/admin/auth/group/{group.pk}/change/"
    answer(user, "post", url, {"name": "Anybody"}, keep=True)
    return not Group.objects.filter(name="Writer").exists()


def deletes(name: str) -> Act:
    """Make an act of deleting an article."""

    def act(world: World, user: Any) -> bool:
        pk = world.articles[name].pk
        answer(user, "post", f"{LIST}{pk}/delete/", {"post": "yes"}, keep=True)
        return not Article.objects.filter(pk=pk).exists()

    return act


def looks_at_the_site(world: World, user: Any) -> bool:
    """Ask Django where a draft is on the site."""
    kind = ContentType.objects.get_for_model(Article).pk
    url = f"/admin/r/{kind}/{world.articles['draft'].pk}/"
    return answer(user, "get", url, {}, keep=True) not in (403, 404)


ACTIONS: dict[str, Act] = {
    "list": gets(LIST),
    "view": gets(LIST + "{pk}/change/"),
    "history": gets(LIST + "{pk}/history/"),
    "compare": gets(LIST + "{pk}/compare/", "pending"),
    "compare_own": gets(LIST + "{pk}/compare/", "pending"),
    "preview": gets(LIST + "{pk}/preview/"),
    "autocomplete_tag": gets("/admin/articles/tag/suggest/"),
    "browse_media": gets("/admin/articles/image/"),
    "view_log_entries": gets("/admin/articles/auditentry/"),
    "manage_users": gets("/admin/auth/user/"),
    "jsi18n": gets("/admin/jsi18n/"),
    "create_draft": posts(LIST + "add/", new_article(), Article.objects.count),
    "edit_draft": saves("draft"),
    "edit_in_review": saves("in_review"),
    "edit_published_pending": saves("pending"),
    "submit_review": moves("submit", "draft"),
    "send_back": moves("request_changes", "in_review"),
    "approve": moves("approve", "in_review"),
    "publish": moves("publish", "approved"),
    "publish_pending_edit": moves("update", "pending"),
    "schedule": moves("schedule", "approved"),
    "unschedule": moves("unschedule", "scheduled"),
    "unpublish": moves("withdraw", "pending"),
    "bulk_publish": in_bulk("bulk_publish", "approved"),
    "bulk_schedule": in_bulk("bulk_schedule", "approved"),
    "bulk_send_back": in_bulk("bulk_request_changes", "in_review"),
    "bulk_delete": in_bulk("delete_selected", "draft"),
    "delete_own_draft": deletes("draft"),
    "delete_any": deletes("pending"),
    "restore_own_draft": posts(
        LIST + "{pk}/revisions/1/restore/", {"seen_number": "2"},
        Revision.objects.count, "pending",
    ),
    "restore_revision": posts(
        LIST + "{pk}/revisions/1/roll-back/", {"reason": "有误", "note": "有误"}, state,
        "twice",
    ),
    "comment": posts(LIST + "{pk}/notes/write/", {"text": "查一下"}, Note.objects.count),
    "preview_link_create": posts(
        LIST + "{pk}/shares/", {"revision": "1", "span": "7"}, PreviewLink.objects.count
    ),
    "edit_tags": renames_a_tag,
    "upload_media": uploads,
    "manage_groups": renames_a_group,
    "pin_home": gets("/admin/front/"),
    "export_csv": lambda world, user: (
        answer(user, "post", LIST + "export/", {}, keep=True) == 200
    ),
    "popup_add_forged": posts(
        "/admin/articles/author/add/?_popup=1",
        {"name": "无名", "author_kind": "person", "_popup": "1"},
        Author.objects.count,
    ),
    "set_status_field_forged": saves("draft", standing="live", edition="9"),
    "set_published_at_forged": saves("draft", published_at="2020-01-01T00:00"),
    "set_author_field_forged": saves("draft", created_by="1"),
    "inline_author_forged": takes_a_byline,
    "list_editable_status_forged": posts(
        LIST,
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "1",
         "form-0-standing": "live", "_save": "1"},
        state,
    ),
    "list_filter_lookup_on_password": gets(
        LIST + "?created_by__password__startswith=pbkdf2"
    ),
    "to_field_lookup_forged": gets("/admin/auth/user/?_to_field=password&_popup=1"),
    "order_by_hidden_field": orders_by,
    "view_on_site_draft": looks_at_the_site,
}  # fmt: skip


def table(heading: str) -> dict[str, list[str]]:
    """Read a table of the manual: its first column in code, and the other cells."""
    part = DOCS.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1]
    part = part.split("\n## ", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", part, re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}


def absent() -> set[str]:
    """Name the actions of the matrix that the desk does not have."""
    return set(table("What the privilege matrix asks for and the desk does not have"))


def differing() -> dict[tuple[str, str], str]:
    """Give what we answer where the matrix proposes otherwise, by action and role."""
    found = {}
    for action, cells in table(
        "Where our roles differ from the privilege matrix"
    ).items():
        for role in cells[0].replace("`", "").split(", "):
            found[action, role] = cells[1]
    return found


def cases(corpora: Path) -> list[dict[str, str]]:
    """Read the rows of the matrix."""
    path = corpora / "security" / "privilege_matrix.json"
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return rows


class TestMatrix:
    def test_holds_row_by_row(self, world, corpora):
        differs, wrong = differing(), []
        for row in cases(corpora):
            if row["action"] in absent():
                continue
            user: User = world.people[row["role"]]
            with transaction.atomic():
                done = ACTIONS[row["action"]](world, user)
                transaction.set_rollback(True)
            key = (row["action"], row["role"])
            expected = differs.get(key, row["expect"])
            if done is not (expected == "allow"):
                wrong.append((row["id"], *key, expected))
        assert not wrong, "\n".join(map(str, wrong))

    def test_is_covered_whole(self, corpora):
        asked = {row["action"] for row in cases(corpora)}
        assert asked == absent() | ACTIONS.keys()
        assert not absent() & ACTIONS.keys()

    def test_differs_only_where_the_manual_says_so(self, corpora):
        proposed = {
            (row["action"], row["role"]): row["expect"] for row in cases(corpora)
        }
        for key, ours in differing().items():
            assert proposed[key] != ours, key
