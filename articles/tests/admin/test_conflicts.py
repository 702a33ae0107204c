"""Two people in one article: what differs is merged, what clashes is shown to somebody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from articles import workflow
from articles.models.desk import Article, Revision, ScheduledMove
from articles.tests.admin.conftest import change_url, filled, move_url, said
from articles.tests.factories import NOON, make_article, make_author, make_category
from articles.tests.workflow.people import AT, make_in, newest, save

BODY = "渡轮周一复航。\n\n码头上的人比往常多。\n\n票价没有变。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Give an article with one revision."""
    article = make_article(
        title="渡轮复航", body=BODY, tags=("港口",), bylines=("林晓",)
    )
    save(article, None)
    return article


def overtake(
    article: Article,
    user: object,
    change: Callable[[Article], object] | None = None,
    **fields: Any,
) -> None:
    """Save a revision while somebody else has the form open."""
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=list(fields))
    if change:
        change(article)
    workflow.revise(article, actor=user, at=NOON)  # type: ignore[arg-type]


class TestMerged:
    def test_what_differs_is_saved_together_and_said(self, desk, writer, article):
        data = filled(desk, change_url(article)) | {"deck": "我的导语"}
        overtake(article, writer, title="别人的题", source_url="https://e.org/a")
        response = desk.post(change_url(article), data, follow=True)
        now = Article.objects.get()
        assert (now.title, now.deck) == ("别人的题", "我的导语")
        assert (now.source_url, now.latest_number) == ("https://e.org/a", 3)
        assert newest(now).content["deck"] == "我的导语"
        for words in ("lin", "标题", "提要"):
            assert words in said(response)

    def test_paragraphs_of_one_body_come_together(self, desk, writer, article):
        data = filled(desk, change_url(article))
        data["body"] = data["body"].replace("周一", "周二")
        overtake(article, writer, body=BODY.replace("没有变", "涨了两元"))
        desk.post(change_url(article), data)
        merged = BODY.replace("周一", "周二").replace("没有变", "涨了两元")
        assert Article.objects.get().body == merged

    def test_lists_come_together(self, desk, writer, article):
        here, there = make_category("金融"), make_category("本地")
        author, other = make_author("何田"), make_author("陈序")
        data = filled(desk, change_url(article))
        data |= {
            "tag_names": "港口，渡轮",
            "filed_under": [*data["filed_under"], str(here.pk)],
            "bylines-1-author": str(author.pk),
        }

        def change(one: Article) -> None:
            one.tags.add("票价")
            one.filings.create(category=there, position=1)
            one.bylines.create(author=other, position=1)

        overtake(article, writer, change)
        assert desk.post(change_url(article), data).status_code == 302
        now = Article.objects.get()
        assert {one.tag.name for one in now.tagged.all()} == {"港口", "渡轮", "票价"}
        filed = [one.category.name for one in now.filings.all()]
        assert filed[0] == "要闻"
        assert {*filed} == {"要闻", "金融", "本地"}
        signed = [one.author.name for one in now.bylines.all()]
        assert signed[0] == "林晓"
        assert {*signed} == {"林晓", "何田", "陈序"}

    def test_rows_of_bylines_that_were_written_anew_do_no_harm(
        self, desk, writer, article
    ):
        data = filled(desk, change_url(article)) | {"title": "我的题"}

        def change(one: Article) -> None:
            one.bylines.all().delete()
            one.bylines.create(author=make_author("林晓"), role="摄影")

        overtake(article, writer, change)
        assert desk.post(change_url(article), data).status_code == 302
        now = Article.objects.get()
        assert now.title == "我的题"
        assert [one.role for one in now.bylines.all()] == ["摄影"]

    def test_a_date_set_in_between_stays(self, desk, article):
        data = filled(desk, change_url(article)) | {"title": "我的题"}
        Article.objects.update(embargoed_until=NOON)
        assert desk.post(change_url(article), data).status_code == 302
        now = Article.objects.get()
        assert (now.embargoed_until, now.title) == (NOON, "我的题")

    def test_two_tabs_of_one_person_are_two_people(self, desk, article):
        tabs = [filled(desk, change_url(article)) for _ in range(2)]
        desk.post(change_url(article), tabs[0] | {"title": "第一个标签页"})
        desk.post(change_url(article), tabs[1] | {"deck": "第二个标签页"})
        now = Article.objects.get()
        assert (now.title, now.deck) == ("第一个标签页", "第二个标签页")
        clash = desk.post(change_url(article), tabs[0] | {"deck": "还是第一个"})
        assert clash.status_code == 200
        assert "第二个标签页" in clash.content.decode()

    def test_no_move_is_made_with_what_the_person_has_not_seen(
        self, desk, writer, article
    ):
        data = filled(desk, change_url(article)) | {"deck": "我的", "_move": "submit"}
        overtake(article, writer, title="别人的题")
        response = desk.post(change_url(article), data, follow=True)
        now = Article.objects.get()
        assert (now.deck, now.stage) == ("我的", "draft")
        assert "没有执行" in said(response)


class TestConflict:
    @pytest.fixture
    def clash(self, desk, writer, article) -> tuple[Any, dict[str, Any]]:
        """Let two people write two titles and two versions of one paragraph."""
        mine = {"title": "我的题", "deck": "只有我写的导语"}
        data = filled(desk, change_url(article)) | mine
        data["body"] = data["body"].replace("比往常多", "比去年多")
        theirs = BODY.replace("比往常多", "挤满了").replace("没有变", "涨了两元")
        overtake(article, writer, title="别人的题", body=theirs, slug="bie-ren")
        response = desk.post(change_url(article), data)
        return response, again(response)

    def test_shows_both_and_saves_nothing(self, clash):
        response, _form = clash
        page = response.content.decode()
        assert response.status_code == 200
        assert Article.objects.get().latest_number == 2
        shown = response.context["overtaken"].differences
        assert [one.name for one in shown] == ["title", "body"]
        assert "lin" in page
        words = re.sub(r"<[^>]+>|〔[删增]：|〕|\s", "", page)
        for text in ("别人的题", "挤满了", "只有我写的导语"):
            assert text in words

    def test_keeps_what_was_typed_and_merges_the_rest(self, clash):
        _, form = clash
        assert form["title"] == "我的题"
        assert form["deck"] == "只有我写的导语"
        assert form["slug"] == "bie-ren"
        assert "比去年多" in form["body"]
        assert "涨了两元" in form["body"]

    def test_is_shown_again_until_it_is_decided(self, desk, article, clash):
        response, form = clash
        for _ in range(2):
            response = desk.post(change_url(article), form)
            assert response.status_code == 200
            form = again(response)
            assert len(response.context["overtaken"].conflicts) == 2
        half = desk.post(change_url(article), form | {"take-title": "theirs"})
        assert [one.field for one in half.context["overtaken"].conflicts] == ["body"]
        assert again(half)["title"] == "别人的题"
        assert Article.objects.get().latest_number == 2

    def test_taking_theirs_leaves_mine_elsewhere(self, desk, article, clash):
        _, form = clash
        choice = {"take-title": "theirs", "take-body": "theirs"}
        assert desk.post(change_url(article), form | choice).status_code == 302
        now = Article.objects.get()
        assert (now.title, now.deck) == ("别人的题", "只有我写的导语")
        assert "挤满了" in now.body

    def test_taking_mine_or_writing_by_hand(self, desk, article, clash):
        _, form = clash
        choice = {"take-title": "hand", "title": "合写的题", "take-body": "mine"}
        assert desk.post(change_url(article), form | choice).status_code == 302
        now = Article.objects.get()
        assert now.title == "合写的题"
        assert "比去年多" in now.body
        assert "涨了两元" in now.body
        contents = [one.content["title"] for one in Revision.objects.order_by("number")]
        assert contents == ["渡轮复航", "别人的题", "合写的题"]

    def test_a_third_save_in_between_is_merged_too(self, desk, writer, article, clash):
        _, form = clash
        overtake(article, writer, source_url="https://e.org/b")
        choice = {"take-title": "mine", "take-body": "mine"}
        assert desk.post(change_url(article), form | choice).status_code == 302
        now = Article.objects.get()
        assert (now.title, now.source_url) == ("我的题", "https://e.org/b")

    def test_of_a_date_is_shown_and_decided(self, desk, article):
        data = filled(desk, change_url(article)) | {"due_at": "2026-03-09T18:30"}
        Article.objects.update(due_at=NOON)
        response = desk.post(change_url(article), data)
        assert response.status_code == 200
        form = again(response)
        assert form["due_at"] == "2026-03-09T18:30"
        desk.post(change_url(article), form | {"take-due_at": "theirs"})
        assert Article.objects.get().due_at == NOON

    def test_without_saying_what_it_is_based_on_takes_nothing_silently(
        self, desk, article
    ):
        data = filled(desk, change_url(article)) | {"title": "假的"}
        del data["basis"]
        response = desk.post(change_url(article), data)
        assert response.status_code == 200
        assert Article.objects.get().latest_number == 1

    def test_with_a_basis_that_never_was_does_not_fail(self, desk, article):
        for basis in ("99-x", "9" * 400, "-", "1", "x-y"):
            data = filled(desk, change_url(article)) | {"title": "假", "basis": basis}
            data["seen"] = "[1"
            assert desk.post(change_url(article), data).status_code in (200, 302)

    def test_invalid_input_keeps_everything_typed(self, desk, writer, article):
        data = filled(desk, change_url(article)) | {"slug": "a/b", "deck": "我的"}
        overtake(article, writer, title="别人的题")
        response = desk.post(change_url(article), data)
        form = response.context["adminform"].form
        assert form.errors["slug"]
        assert (form["slug"].value(), form["deck"].value()) == ("a/b", "我的")


class TestScheduleAndSave:
    def test_a_plan_made_on_a_stale_form_is_refused_and_said(self, desk, writer):
        article = make_in("approved", "never")
        seen = article.latest_number
        overtake(article, writer, title="别人的题")
        data = {
            "move": "schedule",
            "move_when": "2030-01-01T08:00",
            "seen_number": seen,
        }
        response = desk.post(move_url(article), data, follow=True)
        assert not ScheduledMove.objects.exists()
        assert said(response)

    def test_a_later_save_leaves_the_plan_on_its_revision_and_warns(
        self, desk, chief, writer
    ):
        article = make_in("approved", "never")
        workflow.schedule(article, actor=chief, at=AT, when=AT + timedelta(days=900))
        overtake(article, writer, title="别人的题")
        assert ScheduledMove.objects.get().revision.number == 1
        (plan,) = next(
            section["pending"]
            for _, section in desk.get(change_url(article)).context["panel"]["sections"]
            if "pending" in section
        )
        assert plan.remark


class TestCorrection:
    @pytest.fixture
    def corrected(self, article, writer) -> Article:
        """Give a draft beside which a correction (revision 3) was published."""
        overtake(article, writer, title="草稿的题")
        draft = newest(article)
        live = Revision.objects.get(number=1)
        content = {**live.content, "body": BODY.replace("没有变", "涨了两元")}
        Revision.objects.create(
            article=article, number=3, parent_number=1, content=content,
            content_hash="c", created_at=AT, created_by=writer,
        )  # fmt: skip
        Revision.objects.create(
            article=article, number=4, parent_number=2, content=draft.content,
            content_hash=draft.content_hash, created_at=AT,
        )  # fmt: skip
        Article.objects.update(latest_number=4, unmerged_number=3)
        return Article.objects.get()

    def merge_url(self, article: Article) -> str:
        return change_url(article).replace("/change/", "/merge/")

    def test_is_announced_on_the_form(self, desk, corrected):
        page = desk.get(change_url(corrected)).content.decode()
        assert self.merge_url(corrected) in page
        assert "涨了两元" in page

    def test_is_taken_in_beside_what_the_draft_changed(self, desk, corrected):
        response = desk.post(self.merge_url(corrected), follow=True)
        now = Article.objects.get()
        assert (now.title, now.latest_number) == ("草稿的题", 5)
        assert "涨了两元" in now.body
        assert now.unmerged_number is None
        assert "第 5 版" in said(response)

    def test_a_clash_is_shown_and_decided_on_the_form(self, desk, corrected, writer):
        overtake(corrected, writer, body=BODY.replace("没有变", "降了两元"))
        response = desk.post(self.merge_url(corrected))
        assert response.status_code == 200
        assert Article.objects.get().unmerged_number == 3
        page = response.content.decode()
        assert f'action="{change_url(corrected)}"' in page
        form = again(response)
        still = desk.post(change_url(corrected), form)
        assert [one.field for one in still.context["overtaken"].conflicts] == ["body"]
        form = again(still) | {"take-body": "theirs"}
        assert desk.post(change_url(corrected), form).status_code == 302
        now = Article.objects.get()
        assert "涨了两元" in now.body
        assert (now.title, now.unmerged_number) == ("草稿的题", None)

    def test_is_not_for_whoever_may_not_edit(self, log_in, corrected, writer):
        client = log_in(writer)
        assert client.post(self.merge_url(corrected)).status_code == 403
        assert Article.objects.get().unmerged_number == 3

    def test_brings_an_earlier_one_along_that_was_not_taken_in(
        self, desk, corrected, writer
    ):
        """Else the draft would give readers the first error back."""
        first, draft = (Revision.objects.get(number=number) for number in (3, 4))
        content = {**first.content, "deck": "第二处也改了。"}
        Revision.objects.create(
            article=corrected, number=5, parent_number=3, content=content,
            content_hash="d", created_at=AT, created_by=writer,
        )  # fmt: skip
        Revision.objects.create(
            article=corrected, number=6, parent_number=4, content=draft.content,
            content_hash=draft.content_hash, created_at=AT,
        )  # fmt: skip
        Article.objects.update(latest_number=6, unmerged_number=5)
        assert "涨了两元" in desk.get(change_url(corrected)).content.decode()
        desk.post(self.merge_url(corrected))
        now = Article.objects.get()
        assert (now.title, now.deck) == ("草稿的题", "第二处也改了。")
        assert "涨了两元" in now.body

    def test_is_not_taken_in_by_looking(self, desk, corrected):
        assert desk.get(self.merge_url(corrected)).status_code == 405
        assert Article.objects.get().unmerged_number == 3


def again(response: Any) -> dict[str, Any]:
    """Give what a browser would send back of a form that came back."""
    data: dict[str, Any] = dict(response.wsgi_request.POST.lists())
    overtaken = response.context["overtaken"]
    chosen = [name for name in data if name.startswith("take-")]
    for name in chosen:
        del data[name]
    data["conflict"] = [one.field for one in overtaken.conflicts]
    data["merge_base"], data["merge_theirs"] = overtaken.base, overtaken.theirs
    data |= {f"theirs-{name}": value for name, value in overtaken.by_hand.items()}
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in data.items()
    }
