"""Notes: who may write, who is told, what is mentioned, what stays as it was."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models.desk import Article, Note, Notice, Occasion, SectionLimit
from articles.tests.factories import make_article, make_author, make_category
from articles.tests.workflow.people import AT, make_user
from articles.workflow import MoveRefused, notes, roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    """Whoever began the article."""
    return make_user("lin", roles.WRITER, first_name="晓", last_name="林")


@pytest.fixture
def editor() -> User:
    """An editor without limits."""
    return make_user("chen", roles.EDITOR)


@pytest.fixture
def article(writer: User) -> Article:
    """The writer's article."""
    return make_article(
        "渡轮复航首日", created_by=writer, body="早班船离港。\n\n午后起雾。"
    )


def write(article: Article, author: User, text: str = "请核对。", **more: Any) -> Note:
    """Write a note at the tests' hour."""
    return notes.write(article, author=author, at=AT, text=text, **more)


def told() -> set[tuple[str, str]]:
    """Say who was told of what."""
    return {(one.user.username, one.occasion) for one in Notice.objects.all()}


class TestWrite:
    def test_is_for_whoever_may_see_the_article(self, article: Article) -> None:
        other = make_user("qin", roles.WRITER)
        with pytest.raises(MoveRefused):
            write(article, other)
        assert not Note.objects.exists()

    @pytest.mark.parametrize("text", ["", " \r\n ", "长" * 5001])
    def test_needs_words_but_not_a_novel(
        self, article: Article, editor: User, text: str
    ) -> None:
        with pytest.raises(MoveRefused):
            write(article, editor, text)

    def test_tells_whose_article_it_is(
        self, article: Article, writer: User, editor: User
    ) -> None:
        write(article, editor)
        assert told() == {("lin", Occasion.NOTED)}

    def test_tells_who_is_mentioned_of_that_only(
        self, article: Article, writer: User, editor: User
    ) -> None:
        write(article, editor, "@lin 请核对")
        assert told() == {("lin", Occasion.MENTIONED)}

    def test_tells_the_thread_of_an_answer(
        self, article: Article, writer: User, editor: User
    ) -> None:
        thread = write(article, editor)
        Notice.objects.all().delete()
        write(article, writer, "已改", answers=thread.pk)
        assert told() == {("chen", Occasion.NOTED)}

    def test_an_answer_to_an_answer_stays_in_the_thread_and_opens_it(
        self, article: Article, writer: User, editor: User
    ) -> None:
        thread = write(article, editor)
        answer = write(article, writer, answers=thread.pk)
        notes.resolve(thread, actor=editor, at=AT)
        again = write(article, editor, answers=answer.pk)
        thread.refresh_from_db()
        assert again.parent == thread
        assert thread.resolved_at is None

    def test_is_no_side_door_to_another_articles_thread(
        self, article: Article, editor: User
    ) -> None:
        elsewhere = write(make_article("另一篇"), editor)
        with pytest.raises(MoveRefused):
            write(article, editor, answers=elsewhere.pk)

    def test_keeps_the_passage_and_its_revision(
        self, article: Article, editor: User
    ) -> None:
        Article.objects.filter(pk=article.pk).update(latest_number=4)
        article.refresh_from_db()
        note = write(article, editor, passage="离港。\r\n\r\n午后", seen_number=3)
        assert (note.passage, note.revision_number) == ("离港。\n\n午后", 3)
        assert notes.still_there(note, article.body)
        assert notes.still_there(note, article.body.replace("\n", "\r\n"))
        assert not notes.still_there(note, "改写了。")
        assert write(article, editor, seen_number=99).revision_number == 4


class TestMentioned:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("@lin 看一下", {"lin"}),
            ("请＠lin看一下", {"lin"}),
            ("@LIN,", {"lin"}),
            ("@linda 看一下", set()),
            ("@林晓看一下", {"lin"}),
            ("@林晓月看一下", {"moon"}),
            ("写信到 desk@lin 或 a.b@chen.org", set()),
            ("@lin @chen @lin", {"lin", "chen"}),
            ("@nobody @", set()),
        ],
    )
    def test_finds_the_longest_name(
        self, article: Article, writer: User, editor: User, text: str, names: set[str]
    ) -> None:
        make_author("林晓", user=writer)
        make_author("林晓月", user=make_user("moon", roles.EDITOR))
        assert {one.username for one in notes.mentioned(text, article)} == names

    def test_is_limited_to_who_may_see_the_article(
        self, article: Article, editor: User
    ) -> None:
        make_user("qin", roles.WRITER)
        abroad = make_user("song", roles.EDITOR)
        SectionLimit.objects.create(user=abroad, category=make_category("国际"))
        note = write(article, editor, "@qin @song 看一下")
        assert not note.mentioned.exists()
        assert told() == {("lin", Occasion.NOTED)}
        assert notes.may_be_mentioned(article, "song") == []
        assert [one.username for one in notes.may_be_mentioned(article, "CHE")] == [
            "chen"
        ]


class TestResolve:
    def test_closes_a_thread_once_and_opens_it_again(
        self, article: Article, writer: User, editor: User
    ) -> None:
        thread = write(article, editor)
        assert notes.resolve(thread, actor=writer, at=AT)
        assert not notes.resolve(thread, actor=editor, at=AT)
        thread.refresh_from_db()
        assert thread.resolved_by == writer
        assert notes.reopen(thread, actor=editor)
        assert not notes.reopen(thread, actor=editor)

    def test_is_for_whoever_may_see_the_article(
        self, article: Article, editor: User
    ) -> None:
        thread = write(article, editor)
        with pytest.raises(MoveRefused):
            notes.resolve(thread, actor=make_user("qin", roles.WRITER), at=AT)


class TestConcerning:
    def test_tells_mine_from_mentions_and_from_my_articles(
        self, article: Article, writer: User, editor: User
    ) -> None:
        first = write(article, editor, "@lin 看")
        elsewhere = make_article("另一篇")
        second = write(elsewhere, editor)
        write(elsewhere, editor, "@lin", answers=second.pk)
        third = write(article, writer)

        def found(user: User, which: str) -> set[int]:
            threads = notes.threads(notes.visible(user))
            return {one.pk for one in notes.concerning(user, threads, which)}

        assert found(writer, "") == {first.pk, third.pk}
        assert found(writer, "mine") == {third.pk}
        assert found(writer, "me") == {first.pk}
        assert found(editor, "mine") == {first.pk, second.pk}
        assert found(writer, "ours") == {first.pk, third.pk}
        assert found(editor, "ours") == set()
