"""articles/demo: a newspaper that is whole, varied, and the same the second time."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.demo import SEED, art, fill
from articles.demo.pages import PAGES
from articles.demo.plan import FATES, ROUND, plan
from articles.demo.prose import write
from articles.demo.texts import desk, themes, topics
from articles.media import take_in
from articles.models.desk import (
    Article,
    Comment,
    Image,
    Page,
    ScheduledMove,
    SiteSettings,
    Stage,
    Standing,
)
from articles.models.reader import (
    Label,
    Publication,
    PublishedArticle,
    PublishedComment,
    PublishedPage,
)
from articles.rendering import render
from articles.tests.factories import NOON, make_live


class TestTexts:
    def test_sections_differ_in_name_and_depth(self):
        paths = [topic.path for _, topic in topics()]
        assert len(set(paths)) == len(paths)
        assert 6 <= len({path[0] for path in paths}) <= 8
        assert {len(path) for path in paths} == {2, 3}

    def test_every_slot_can_be_filled(self):
        for theme, topic in topics():
            for nth in range(20):
                story = write(theme, topic, nth, Random(nth))
                text = story.title + story.deck + story.body
                assert "{" not in text
                assert story.title

    def test_titles_repeat_only_after_all_were_used(self):
        for theme, topic in topics():
            pairs = len(topic.titles) * len(topic.subjects)
            titles = {write(theme, topic, nth, Random(0)).title for nth in range(pairs)}
            assert len(titles) == pairs

    def test_bodies_render_as_they_were_meant(self):
        theme, topic = topics()[0]
        bodies = [write(theme, topic, nth, Random(nth)) for nth in range(30)]
        assert {one.body_format for one in bodies} == {"html", "markdown"}
        html = "".join(str(render(b.body, format=b.body_format).html) for b in bodies)
        for element in ("<h2", "<blockquote", "<table", "<li>", "<figure", "<sup"):
            assert element in html

    def test_the_desk_gives_reasons(self):
        assert all((desk().withdrawn, desk().updates, desk().requests))


class TestArt:
    def test_is_a_picture_that_intake_accepts_and_the_same_each_time(self):
        palette = themes()[0].colours
        drawn = art.draw(palette, Random(1))
        facts = take_in(drawn)
        assert (facts.width, facts.height) == art.SIZE
        assert drawn == art.draw(palette, Random(1))
        assert drawn != art.draw(palette, Random(2))
        kinds = {art.draw(palette, Random(1), nth=nth) for nth in range(5)}
        assert len(kinds) == 5


class TestPlan:
    def test_of_more_articles_begins_with_the_same_ones(self):
        some = {one.uuid: one for one in plan(30, seed=1, at=NOON)}
        more = {one.uuid: one for one in plan(90, seed=1, at=NOON)}
        assert some.items() <= more.items()

    def test_covers_years_with_a_dense_last_week_and_no_future(self):
        instants = [one.instant for one in plan(320, seed=SEED, at=NOON)]
        assert max(instants) < NOON
        assert len({instant.year for instant in instants}) >= 5
        recent = [one for one in instants if one > NOON - timedelta(days=8)]
        assert 320 * 0.2 < len(recent) < 320 * 0.6

    def test_leads_with_a_live_article_that_has_a_picture(self):
        newest = plan(320, seed=SEED, at=NOON)[-1]
        assert newest.index == 0
        assert newest.public
        assert newest.with_picture

    def test_gives_a_third_of_the_articles_pictures(self):
        with_picture = sum(one.with_picture for one in plan(320, seed=1, at=NOON))
        assert 0.3 < with_picture / 320 < 0.37


SHOWN = (
    *('class="pullquote', 'class="aside', 'class="admonition note', "<details"),
    *('class="gallery', "<picture", "<figcaption", 'class="credit', 'class="scroll'),
    *('class="embed youtube', 'class="embed bilibili', "hl-k", "hl-i", "hl-d", "<dl>"),
    *('class="footnote', "<ruby", "<kbd", "<mark", "<del", "<abbr", 'class="task"'),
    *("<ol", "<blockquote", "<hr>", "<table", '<a href="/2'),
)


@pytest.fixture
def small_pictures(monkeypatch):
    """Draw quickly: what is tested here is not how pictures look."""
    monkeypatch.setattr(art, "SIZE", (40, 30))


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pictures")
class TestFill:
    def test_makes_every_state_an_article_can_be_in(self):
        filled = fill(at=NOON, count=ROUND, seed=SEED)
        assert (filled.made, filled.found) == (ROUND, 0)
        assert publishing.check() == []
        desk_only = Article.objects.filter(standing=Standing.NEVER)
        assert set(desk_only.values_list("stage", flat=True)) == set(Stage)
        assert Article.objects.filter(standing=Standing.WITHDRAWN).exists()
        assert Article.objects.filter(standing="live", stage="draft").exists()
        kinds = ScheduledMove.objects.pending().values_list("kind", flat=True)
        assert set(kinds) == {"publish", "withdraw"}
        actions = set(Publication.objects.values_list("action", flat=True))
        assert actions == {"published", "updated", "withdrawn", "restored"}
        assert Article.objects.filter(embargoed_until__gt=NOON).exists()
        self.has_what_pages_show()

    def test_shows_every_element_of_a_text_in_each_language(self):
        fill(at=NOON, count=1, seed=SEED)
        rows = PublishedArticle.objects.exclude(contents=None)
        assert set(rows.values_list("language", flat=True)) == {"zh-Hans", "en"}
        for row in rows:
            for element in SHOWN:
                assert element in row.body_html, element
            assert len(row.contents) == 5

    def test_has_comments_for_readers_and_for_the_queue(self):
        fill(at=NOON, count=1, seed=SEED)
        for language in ("zh-Hans", "en"):
            shown = PublishedComment.objects.filter(language=language)
            assert [row.by_newsroom for row in shown] == [False, True, False]
            written = Comment.objects.filter(language=language, author=None)
            assert {one.state for one in written} == {"shown", "waiting", "held"}
        fill(at=NOON + timedelta(days=1), count=1, seed=SEED)
        assert PublishedComment.objects.count() == 6

    def test_says_who_it_is_and_leaves_what_a_site_says_alone(self):
        fill(at=NOON, count=1, seed=SEED)
        assert PublishedPage.objects.count() == len(PAGES)
        SiteSettings.objects.update(name="别的报")
        fill(at=NOON, count=2, seed=SEED)
        assert SiteSettings.objects.get().name == "别的报"
        assert Page.objects.count() == len(PAGES)

    def has_what_pages_show(self):
        live = PublishedArticle.objects.all()
        assert set(live.values_list("language", flat=True)) == {"zh-Hans", "en"}
        assert live.filter(picture__isnull=False).exists()
        assert live.filter(picture__isnull=True).exists()
        assert not Image.objects.exclude(status=Image.Status.READY).exists()
        kinds = set(Label.objects.values_list("kind", flat=True))
        assert kinds == {"front", "category", "tag", "author", "source"}
        assert not Publication.objects.filter(at__gt=NOON).exists()

    def test_twice_is_once_and_more_only_adds(self):
        fill(at=NOON, count=8, seed=SEED)
        before = list(Article.objects.order_by("pk").values())
        log = Publication.objects.count()
        again = fill(at=NOON + timedelta(days=3), count=8, seed=SEED)
        assert (again.made, again.found) == (0, 8)
        assert list(Article.objects.order_by("pk").values()) == before
        assert Publication.objects.count() == log
        more = fill(at=NOON, count=12, seed=SEED)
        assert (more.made, more.found) == (4, 8)
        assert publishing.check() == []

    def test_a_run_that_stops_leaves_nothing_half(self, monkeypatch):
        def stop(*args, **kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(publishing, "withdraw", stop)
            fill(at=NOON, count=16, seed=SEED)
        assert publishing.check() == []
        fill(at=NOON, count=16, seed=SEED)
        assert Article.objects.filter(standing="withdrawn").exists()

    def test_sections_come_before_one_without_a_place(self):
        make_live("别处的文章", categories=(("别处",),))
        fill(at=NOON, count=2, seed=SEED)
        names = Label.objects.sections().values_list("name", flat=True)
        assert list(names) == ["要闻", "English", "别处"]

    def test_people_of_the_demo_cannot_log_in(self, django_user_model):
        fill(at=NOON, count=1, seed=SEED)
        for user in django_user_model.objects.all():
            assert not user.is_staff
            assert not user.has_usable_password()

    def test_command_refuses_where_debug_is_off(self):
        with pytest.raises(CommandError, match="--force"):
            call_command("make_demo")
        assert not Article.objects.exists()

    def test_command_fills_and_tells(self, capsys):
        call_command("make_demo", articles=3, force=True)
        assert "Made 3 articles; 0 were there." in capsys.readouterr().out


def test_fates_all_fit_into_a_round():
    assert max(FATES) < ROUND
