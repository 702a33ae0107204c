"""An article's page leads to its texts in other languages, as far as they are live."""

import pytest

from articles import publishing
from articles.models.desk import Article
from articles.models.reader import Purge
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.public.test_article import tree
from articles.tests.public.test_languages import SITE, links
from articles.workflow import revise

pytestmark = pytest.mark.django_db


@pytest.fixture
def chinese(db):
    return make_live("渡轮复航", slug="ferry")


@pytest.fixture
def english(chinese):
    return make_live("Ferries sail", language="en", slug="sail", translation_of=chinese)


def texts(client, path):
    """Give what a page says of the article in other languages."""
    found = tree(client, path).findall(".//*[@class='in-languages']//a")
    return [(one.get("href"), one.get("lang"), one.get("hreflang")) for one in found]


DAY = "/2026/03/05"


class TestLinks:
    def test_go_both_ways(self, client, english):
        assert texts(client, f"{DAY}/ferry/") == [(f"/en{DAY}/sail/", "en", "en")]
        assert texts(client, f"/en{DAY}/sail/") == [
            (f"{DAY}/ferry/", "zh-Hans", "zh-Hans")
        ]

    def test_keep_the_title_as_it_was_written_on_a_converted_page(
        self, client, english
    ):
        page = client.get(f"/zh-hant{DAY}/sail/").content.decode()
        assert "<span>简体中文</span> 渡轮复航" in page

    def test_are_not_there_without_a_live_text(self, client, chinese):
        draft = make_article("Ferries", language="en", translation_of=chinese)
        revise(draft, actor=None, at=NOON)
        assert texts(client, f"{DAY}/ferry/") == []

    def test_go_when_a_text_is_withdrawn(self, client, chinese, english):
        publishing.withdraw(english, actor=None, at=NOON)
        assert texts(client, f"{DAY}/ferry/") == []

    def test_go_when_the_original_is_withdrawn(self, client, chinese, english):
        chinese.refresh_from_db()
        publishing.withdraw(chinese, actor=None, at=NOON)
        assert texts(client, f"/en{DAY}/sail/") == []

    def test_cost_the_same_queries_with_and_without(
        self, client, chinese, django_assert_num_queries
    ):
        def count():
            with django_assert_num_queries(10, exact=False) as asked:
                client.get(f"{DAY}/ferry/")
            return len(asked)

        before = count()
        for language in ("en", "zh-Hant"):
            make_live("译文", language=language, translation_of=chinese)
        assert count() == before


class TestVersions:
    def test_say_the_same_from_every_text(self, client, english):
        expected = {
            "zh-Hans": f"{SITE}{DAY}/ferry/",
            "zh-Hant": f"{SITE}/zh-hant{DAY}/ferry/",
            "en": f"{SITE}/en{DAY}/sail/",
            "x-default": f"{SITE}{DAY}/ferry/",
        }
        for path in (f"{DAY}/ferry/", f"/en{DAY}/sail/"):
            assert links(tree(client, path), "alternate") == expected

    def test_are_what_the_switch_of_languages_leads_to(self, client, english):
        page = tree(client, f"{DAY}/ferry/")
        switch = page.findall(".//*[@class='languages']//a")
        assert {one.get("lang"): one.get("href") for one in switch} == {
            "zh-Hant": f"/zh-hant{DAY}/ferry/",
            "en": f"/en{DAY}/sail/",
        }


class TestPurges:
    def test_name_the_group_when_a_text_comes_and_goes(self, chinese):
        english = make_live("Sail", language="en", translation_of=chinese)
        key = f"translations:{chinese.uuid}"
        assert key in Purge.objects.latest("pk").keys
        publishing.withdraw(english, actor=None, at=NOON)
        assert key in Purge.objects.latest("pk").keys

    def test_name_both_groups_when_it_changes_groups(self, chinese, english):
        Article.objects.filter(pk=english.pk).update(translation_of=None)
        publishing.refresh([english.uuid], at=NOON)
        keys = set(Purge.objects.latest("pk").keys)
        assert keys >= {f"translations:{one.uuid}" for one in (chinese, english)}

    def test_leave_the_others_alone_when_only_the_text_changes(self, chinese, english):
        Article.objects.filter(pk=english.pk).update(body="New.")
        english.refresh_from_db()
        revision = revise(english, actor=None, at=NOON)
        publishing.update(revision, actor=None, at=NOON)
        assert not [
            one for one in Purge.objects.latest("pk").keys if "translations" in one
        ]
