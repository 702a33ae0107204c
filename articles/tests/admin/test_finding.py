"""The search of the list of articles finds what a person may see, and says how it stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from articles import publishing, workflow
from articles.models.desk import Article, Author
from articles.tests.factories import NOON, make_article
from articles.tests.workflow.people import limited, make_user
from articles.workflow import roles

pytestmark = pytest.mark.django_db


def save(title: str, *, by=None, **fields) -> Article:
    article = make_article(title, created_by=by, **fields)
    workflow.revise(article, actor=by, at=NOON)
    article.refresh_from_db()
    return article


def found(client, text: str) -> list[str]:
    page = client.get(reverse("admin:articles_article_changelist"), {"q": text})
    assert page.status_code == 200
    return sorted(article.title for article in page.context["cl"].result_list)


@pytest.fixture
def chief(client, chief):
    """Log in as somebody who may do everything."""
    client.force_login(chief)
    return chief


class TestFind:
    @pytest.mark.parametrize(
        "text",
        [
            "渡轮", "渡輪復航", "轮", "人比往常", "十年之后", "林晓", "港口", "海风",
            "ferry-again", "渡轮 码头", "渡轮 -灯塔", "“渡轮复航”",
        ],
    )  # fmt: skip
    def test_finds_a_draft_by_what_it_says_and_is_called(self, client, chief, text):
        save(
            "渡轮复航", deck="十年之后", body="码头上的**人比往常多**。", slug="ferry-again",
            bylines=("林晓",), tags=("港口",), source="海风通讯社",
        )  # fmt: skip
        save("灯塔", body="别的事。")
        assert found(client, text) == ["渡轮复航"]

    def test_finds_by_uuid_and_by_every_address_it_ever_had(self, client, chief):
        article = save("渡轮复航", slug="first")
        save("灯塔")
        publishing.publish(article.revisions.get(), actor=chief, at=NOON)
        article.refresh_from_db()
        Article.objects.filter(pk=article.pk).update(slug="second")
        fresh = Article.objects.get(pk=article.pk)
        workflow.revise(fresh, actor=chief, at=NOON)
        later = NOON + timedelta(hours=1)
        publishing.update(fresh.revisions.first(), actor=chief, at=later)
        for text in (
            str(article.uuid), article.uuid.urn, article.uuid.hex,
            "/2026/03/05/first/", "/2026/03/05/second", "/en/2026/03/05/second/",
            "https://news.example/2026/03/05/first/?utm=x",
        ):  # fmt: skip
            assert found(client, text) == ["渡轮复航"], text

    def test_knows_a_byline_by_the_name_it_has_today(self, client, chief):
        save("渡轮复航", bylines=("林晓",))
        Author.objects.update(name="林小")
        assert found(client, "林小") == ["渡轮复航"]

    @pytest.mark.parametrize(
        "text",
        ["？！", "-渡轮", "长" * 500, '"', "a" * 199, "%", "_", "http://[", "/"],
    )
    def test_answers_whatever_is_typed(self, client, chief, text):
        save("渡轮复航")
        assert found(client, text) == []

    def test_shows_stage_and_standing(self, client, chief):
        save("渡轮复航")
        page = client.get(reverse("admin:articles_article_changelist"), {"q": "渡轮"})
        assert "草稿" in page.content.decode()
        assert escape("渡轮") in page.content.decode()

    def test_costs_the_same_for_one_and_for_twenty(
        self, client, chief, django_assert_max_num_queries
    ):
        def cost() -> int:
            with django_assert_max_num_queries(60) as queries:
                found(client, "渡轮")
            return len(queries)

        save("渡轮0")
        one = cost()
        for number in range(1, 20):
            save(f"渡轮{number}")
        assert cost() == one


class TestPermission:
    def test_a_writer_finds_their_own_alone(self, client):
        writer = make_user("lin", roles.WRITER)
        save("别人的渡轮", by=make_user("qin", roles.WRITER))
        save("自己的渡轮", by=writer)
        client.force_login(writer)
        assert found(client, "渡轮") == ["自己的渡轮"]

    def test_an_editor_with_a_limit_finds_their_sections(self, client):
        editor = limited(make_user("chen", roles.EDITOR), "城市")
        save("城市的渡轮", categories=(("城市", "交通"),))
        other = save("文化的渡轮", categories=(("文化",),))
        client.force_login(editor)
        assert found(client, "渡轮") == ["城市的渡轮"]
        assert found(client, str(other.uuid)) == []
