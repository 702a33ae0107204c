"""Categories, tags and people: identity, slugs, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models.desk import Article, Category, Tag
from articles.models.desk.tags import split_tags
from articles.tests.factories import NOON, make_article, make_category

pytestmark = pytest.mark.django_db


class TestSplitTags:
    @pytest.mark.parametrize(
        ("typed", "tags"),
        [
            ("渡轮，码头、江岸", ["渡轮", "码头", "江岸"]),
            ("open data, city；渡轮", ["open data", "city", "渡轮"]),
            ("渡轮,,渡轮， ", ["渡轮"]),
            ("", []),
        ],
    )
    def test_takes_chinese_and_latin_separators(self, typed, tags):
        assert split_tags(typed) == tags


class TestUid:
    def test_is_the_same_wherever_the_same_category_is_made(self):
        uid = make_category("城市", "交通").uid
        Category.objects.all().delete()
        assert make_category("城市", "交通").uid == uid
        assert make_category("经济", "交通").uid != uid

    def test_a_renamed_category_keeps_its_uid_and_frees_the_name(self):
        first = make_category("城市")
        uid = first.uid
        first.name = "都市"
        first.slug = ""
        first.save()
        assert Category.objects.get(name="都市").uid == uid
        assert make_category("城市").uid != uid


class TestSlug:
    def test_names_that_differ_in_signs_only_get_different_slugs(self):
        slugs = {Tag.objects.create(name=name).slug for name in ("C", "C++", "C#")}
        assert len(slugs) == 3
        beside = {make_category(name).slug for name in ("甲 乙", "甲-乙")}
        assert len(beside) == 2

    def test_the_sites_own_words_are_refused_in_a_form_and_avoided_otherwise(self):
        with pytest.raises(ValidationError):
            Category(name="x", slug="feed").full_clean()
        assert make_category("feed").slug != "feed"


class TestDatabase:
    def test_refuses_a_live_article_without_its_revision(self):
        article = make_article()
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(standing="live")

    def test_refuses_two_roots_of_one_name(self):
        make_category("城市")
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.bulk_create([Category(name="城市", slug="x", uid="y")])

    def test_refuses_a_category_that_becomes_its_own_ancestor(self):
        leaf = make_category("城市", "交通")
        root = leaf.parent
        root.parent = leaf
        with pytest.raises(ValidationError):
            root.full_clean()

    def test_keeps_a_category_that_an_article_stands_in(self):
        make_article(categories=(("城市",),), created_at=NOON)
        with pytest.raises(ProtectedError):
            make_category("城市").delete()
