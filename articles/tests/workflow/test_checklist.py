"""What an editor is told before an article goes out, and what stops it."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models.desk import Article, ChecklistRule, Fingerprint, Image
from articles.tests.factories import make_article, make_category
from articles.tests.workflow.people import AT, make_user, save
from articles.workflow import fingerprints, roles
from articles.workflow.checklist import Item, blocking, look_at, standing_in_the_way
from articles.workflow.checks import placeholders
from articles.workflow.facts import Facts

Check, Level = ChecklistRule.Check, ChecklistRule.Level
CHARACTERS = [chr(point) for point in range(0x4E00, 0x5200)]

pytestmark = pytest.mark.django_db


def text(seed: int, length: int = 600) -> str:
    """Make a text that shares nothing with one of another seed."""
    return "".join(random.Random(seed).choices(CHARACTERS, k=length))


def make_image(**fields: Any) -> Image:
    """Make a picture that is here, with all that is asked of one."""
    sensible: dict[str, Any] = {
        "status": Image.Status.READY,
        "original": "a.jpg",
        "width": 4,
        "height": 3,
        "alt": "渡轮靠岸",
        "credit": "林晓",
        "created_at": AT,
    }
    return Image.objects.create(**(sensible | fields))


def make_complete(**fields: Any) -> Article:
    """Make an article that the checklist has nothing against."""
    sensible: dict[str, Any] = {
        "deck": "停航三个月之后，渡轮今天早上恢复通航。",
        "bylines": ("林晓",),
        "body": text(1),
    }
    sensible |= {} if "lead_picture" in fields else {"lead_picture": make_image()}
    article = make_article(**(sensible | fields))
    save(article, None)
    return whole(article)


def whole(article: Article) -> Article:
    """Load an article afresh, as a page does."""
    return Article.objects.whole().get(pk=article.pk)


def item(article: Article, check: str) -> Item:
    """Give one line of the checklist."""
    return next(one for one in look_at(article, at=AT) if one.check == check)


def stops(article: Article) -> list[str]:
    """Name the checks that keep an article from going out."""
    return blocking(Facts(article, make_user("root", is_superuser=True), AT))


class TestLookAt:
    def test_has_nothing_against_a_complete_article(self) -> None:
        items = look_at(make_complete(), at=AT)
        assert [one.sentence for one in items if not one.passed] == []
        assert {one.check for one in items} == set(Check.values)

    @pytest.mark.parametrize(
        ("fields", "check", "blocks"),
        [
            ({"deck": ""}, Check.SUMMARY, False),
            ({"deck": "渡轮复航了。"}, Check.SUMMARY, False),
            ({"deck": "渡" * 121}, Check.SUMMARY, False),
            ({"bylines": ()}, Check.BYLINE, True),
            ({"categories": ()}, Check.CATEGORY, True),
            ({"lead_picture": None}, Check.PICTURE, False),
            ({"title": "渡轮载客TK人"}, Check.PLACEHOLDER, True),
            ({"deck": "停航三个月之后，渡轮复航，票价（待补）。"}, Check.PLACEHOLDER, True),
            ({"body": "票价为XXX元。"}, Check.PLACEHOLDER, True),
        ],
    )  # fmt: skip
    def test_says_what_is_wrong(
        self, fields: dict[str, Any], check: str, blocks: bool
    ) -> None:
        found = item(make_complete(**fields), check)
        assert not found.passed
        assert found.blocks is blocks
        assert found.sentence
        assert found.where

    def test_counts_a_chinese_deck_by_characters_and_a_latin_one_by_words(self) -> None:
        chinese = make_complete(deck="渡" * 120)
        latin = make_complete(deck="The ferry resumed " * 40)
        assert item(chinese, Check.SUMMARY).passed
        assert item(latin, Check.SUMMARY).passed

    def test_takes_a_source_for_a_byline(self) -> None:
        article = make_complete(bylines=(), source="海风通讯社")
        assert item(article, Check.BYLINE).passed

    @pytest.mark.parametrize("lacking", ["alt", "credit"])
    def test_wants_a_picture_described_and_credited(self, lacking: str) -> None:
        article = make_complete(lead_picture=make_image(**{lacking: " "}))
        assert not item(article, Check.PICTURE).passed

    def test_looks_at_the_licence_of_every_picture(self) -> None:
        today = date(2026, 3, 5)
        over = make_image(licence_expires=today - timedelta(days=1))
        last_day = make_image(licence_expires=today)
        assert stops(make_complete(thumbnail=over)) == [Check.LICENCE]
        assert stops(make_complete(thumbnail=last_day)) == []

    def test_finds_a_placeholder_in_a_caption(self) -> None:
        article = make_complete(lead_picture=make_image(caption="左起：待补"))
        assert item(article, Check.PLACEHOLDER).where == "id_lead_picture"

    def test_takes_the_same_number_of_queries_whatever_there_is(self) -> None:
        def queries(article: Article) -> int:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                look_at(article, at=AT)
            return len(seen)

        few = queries(make_complete())
        for number in range(30):
            make_complete(body=text(1)[:590] + text(number + 50, 10))
        fingerprints.take()
        deep = make_complete(
            categories=(("一", "二", "三", "四"), ("五", "六")), body=text(1)
        )
        assert queries(deep) <= few + 1
        assert few <= 6


class TestPlaceholders:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("载客TK人", ["TK"]),
            ("TKTK said", ["TKTK"]),
            ("数字待补。", ["待补"]),
            ("【待核实】", ["【待核实】"]),
            ("(待定)", ["(待定)"]),
            ("xxx元", ["xxx"]),
            ("TODO: ask", ["TODO"]),
            ("多少人？？？", ["？？？"]),
        ],
    )
    def test_are_found(self, words: str, found: list[str]) -> None:
        assert placeholders(words) == found

    @pytest.mark.parametrize(
        "words",
        [
            "工人等待补贴发放",
            "消息真实性有待核实。",
            "短板亟待补齐",
            "细节有待补充。",
            "ATK 与 TKD 比赛",
            "文件 TK-100 型",
            "https://example.com/TK/xxx",
            "[见此](https://example.com/a?b=XXX)",
            "XX市",
            "真的吗？！",
        ],
    )
    def test_are_not_seen_in_news(self, words: str) -> None:
        assert placeholders(words) == []


class TestDuplicates:
    def test_are_found_by_fingerprint_and_told_with_a_figure(self) -> None:
        other = make_complete(title="渡轮今早复航", body=text(7))
        fingerprints.take()
        article = make_complete(body=text(7)[:570] + text(8, 30))
        found = item(article, Check.DUPLICATE)
        assert not found.passed
        assert found.other == other.pk
        assert "90%" in found.sentence or "89%" in found.sentence, found.sentence
        assert other.title not in found.sentence

    def test_are_not_the_article_itself(self) -> None:
        article = make_complete(body=text(7))
        fingerprints.take()
        assert item(whole(article), Check.DUPLICATE).passed

    def test_are_not_what_merely_shares_a_passage(self) -> None:
        make_complete(body=text(7))
        fingerprints.take()
        article = make_complete(body=text(7)[:300] + text(8, 300))
        assert item(article, Check.DUPLICATE).passed

    def test_are_not_all_short_texts(self) -> None:
        make_complete(body="渡轮复航。")
        fingerprints.take()
        assert item(make_complete(body="渡轮复航。"), Check.DUPLICATE).passed


class TestFingerprints:
    def test_are_taken_once_and_again_after_a_save(self) -> None:
        article = make_complete()
        assert fingerprints.take() == 1
        assert fingerprints.take() == 0
        Article.objects.filter(pk=article.pk).update(body=text(3))
        save(whole(article), None)
        assert fingerprints.take() == 1
        assert Fingerprint.objects.get().revision_number == 2

    def test_are_taken_in_batches(self) -> None:
        for number in range(5):
            make_complete(body=text(number))
        assert [fingerprints.take(limit=2) for _ in range(4)] == [2, 2, 1, 0]


class TestRules:
    def test_of_the_innermost_category_win(self) -> None:
        article = make_complete(categories=(("要闻", "快讯"),), lead_picture=None)
        make_rule(Check.PICTURE, Level.BLOCK)
        assert stops(whole(article)) == [Check.PICTURE]
        make_rule(Check.PICTURE, Level.WARN, make_category("要闻"))
        assert stops(whole(article)) == []
        make_rule(Check.PICTURE, Level.OFF, make_category("要闻", "快讯"))
        checks = [one.check for one in look_at(whole(article), at=AT)]
        assert Check.PICTURE not in checks

    def test_of_another_category_do_not_matter(self) -> None:
        make_rule(Check.PICTURE, Level.BLOCK, make_category("体育"))
        assert stops(make_complete(lead_picture=None)) == []

    def test_of_the_strictest_of_several_categories_hold(self) -> None:
        make_rule(Check.BYLINE, Level.OFF, make_category("快讯"))
        article = make_complete(categories=(("快讯",), ("要闻",)), bylines=())
        assert stops(article) == [Check.BYLINE]

    def test_count_in_what_they_say(self) -> None:
        make_rule(Check.SUMMARY, Level.BLOCK, least=0, most=5)
        assert stops(make_complete(deck="")) == []
        assert stops(make_complete(deck="渡轮今早复航")) == [Check.SUMMARY]

    def test_without_numbers_keep_the_usual_ones(self) -> None:
        make_rule(Check.DUPLICATE, Level.BLOCK)
        make_complete(body=text(7))
        fingerprints.take()
        assert stops(make_complete(body=text(7)[:300] + text(8, 300))) == []


class TestStandingInTheWay:
    def test_says_why_in_a_sentence(self) -> None:
        article = make_complete(bylines=())
        facts = Facts(article, make_user("zhao", roles.PUBLISHER), AT)
        assert item(article, Check.BYLINE).sentence in standing_in_the_way(facts)

    def test_is_nothing_where_it_only_warns(self) -> None:
        article = make_complete(lead_picture=None, deck="")
        facts = Facts(article, make_user("zhao", roles.PUBLISHER), AT)
        assert standing_in_the_way(facts) == ""


class TestOverride:
    def test_lets_one_revision_pass_and_no_other(self) -> None:
        article = make_complete(bylines=())
        publisher = make_user("zhao", roles.PUBLISHER)
        workflow.let_pass(article, actor=publisher, at=AT, reason="通讯员不便署名")
        article = whole(article)
        assert stops(article) == []
        found = item(article, Check.BYLINE)
        assert not found.passed
        assert found.let_pass and found.let_pass.reason == "通讯员不便署名"
        Article.objects.filter(pk=article.pk).update(body=text(9))
        save(whole(article), None)
        assert stops(whole(article)) == [Check.BYLINE]

    def test_does_not_cover_what_turns_up_later(self) -> None:
        article = make_complete(bylines=(), lead_picture=None)
        publisher = make_user("zhao", roles.PUBLISHER)
        workflow.let_pass(article, actor=publisher, at=AT, reason="已核实")
        make_rule(Check.PICTURE, Level.BLOCK)
        assert stops(whole(article)) == [Check.PICTURE]


def make_rule(check: str, level: str, category: Any = None, **numbers: int) -> None:
    """Make a rule of the checklist."""
    ChecklistRule.objects.create(
        check_name=check, level=level, category=category, **numbers
    )
