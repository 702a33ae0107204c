"""workflow.translations: one original, one text a language, no circles."""

import pytest

from articles.models.desk import Article, AuditEntry
from articles.tests.factories import make_article, make_live
from articles.tests.workflow.people import AT, make_user
from articles.workflow import MoveRefused, restoring, revise, roles, translations

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return make_user("root", is_superuser=True)


def relate(article, original, actor):
    return translations.relate(article, original, actor=actor, at=AT)


class TestRelate:
    def test_names_the_original_and_is_logged(self, chief):
        original, text = make_article("渡轮"), make_article("Ferry", language="en")
        assert relate(text, original, chief)
        assert not relate(text, original, chief)
        assert [one.title for one in translations.others(original)] == ["Ferry"]
        assert [one.title for one in translations.others(text)] == ["渡轮"]
        (entry,) = AuditEntry.objects.filter(what="translation_of")
        assert (entry.article, entry.detail, entry.actor) == (text, "渡轮", chief)

    def test_takes_the_original_where_a_translation_is_named(self, chief):
        original = make_article("渡轮")
        english = make_article("Ferry", language="en")
        traditional = make_article("渡輪", language="zh-Hant")
        relate(english, original, chief)
        relate(traditional, english, chief)
        traditional.refresh_from_db()
        assert traditional.translation_of == original

    def test_makes_no_circle(self, chief):
        original, text = make_article("渡轮"), make_article("Ferry", language="en")
        relate(text, original, chief)
        for one, other in ((original, original), (original, text)):
            with pytest.raises(MoveRefused):
                relate(one, other, chief)

    def test_gives_a_language_one_text(self, chief):
        original = make_article("渡轮")
        relate(make_article("Ferry", language="en"), original, chief)
        for language in ("en", "zh-Hans"):
            with pytest.raises(MoveRefused, match="每种语言只有一篇"):
                relate(make_article("又一篇", language=language), original, chief)

    def test_makes_it_a_text_of_its_own_again(self, chief):
        original, text = make_article("渡轮"), make_article("Ferry", language="en")
        relate(text, original, chief)
        assert relate(text, None, chief)
        assert translations.others(original) == []

    def test_takes_a_publisher_where_readers_see_it(self):
        editor = make_user("chen", roles.EDITOR)
        original = make_live("渡轮")
        text = make_live("Ferry", language="en")
        with pytest.raises(MoveRefused, match="需要其他角色"):
            relate(text, original, editor)
        assert relate(text, original, make_user("zhao", roles.PUBLISHER))


class TestBegin:
    def test_copies_what_the_article_says_into_a_draft(self, chief):
        article = make_article(
            "渡轮", deck="复航", tags=("港口",), bylines=("林晓",), source="海风通讯社"
        )
        draft = translations.begin(article, "en", actor=chief, at=AT)
        assert (draft.title, draft.deck, draft.body) == ("渡轮", "复航", article.body)
        assert (draft.language, draft.translation_of) == ("en", article)
        assert (draft.slug, draft.standing, draft.latest_number) == ("", "never", 1)
        assert [one.name for one in draft.tags.all()] == ["港口"]
        assert [one.author.name for one in draft.bylines.all()] == ["林晓"]
        assert draft.filings.get().category == article.filings.get().category

    def test_belongs_to_the_original_where_a_translation_is_translated(self, chief):
        article = make_article("渡轮")
        english = translations.begin(article, "en", actor=chief, at=AT)
        third = translations.begin(english, "zh-Hant", actor=chief, at=AT)
        assert third.translation_of == article

    @pytest.mark.parametrize("language", ["en", "zh-Hans"])
    def test_refuses_a_language_that_has_a_text(self, chief, language):
        article = make_article("渡轮")
        translations.begin(article, "en", actor=chief, at=AT)
        with pytest.raises(MoveRefused, match="每种语言只有一篇"):
            translations.begin(article, language, actor=chief, at=AT)
        assert Article.objects.count() == 2


class TestRestoring:
    def test_keeps_the_language_where_the_old_one_has_a_text_now(self, chief):
        article = make_article("Ferry", language="en")
        old = revise(article, actor=chief, at=AT)
        article.language = "zh-Hant"
        article.save()
        revise(article, actor=chief, at=AT)
        original = make_article("渡轮")
        relate(article, original, chief)
        relate(make_article("Boat", language="en"), original, chief)
        missing = restoring.apply(article, old.content)
        article.refresh_from_db()
        assert article.language == "zh-Hant"
        assert "Boat" in missing[0]
