"""What is only looked at: log, schedule, import sources."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.desk import ImportSource, ScheduledMove
from articles.tests.admin.conftest import said
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import make_in, newest, save

LOG = "/admin/articles/publication/"
SCHEDULE = "/admin/articles/scheduledmove/"
IMPORTS = "/admin/articles/importsource/"


@pytest.mark.django_db
class TestLog:
    def test_is_found_by_the_articles_title(self, desk):
        make_live("渡轮复航")
        make_live("央行操作")
        shown = desk.get(LOG, {"q": "渡轮"}).context["cl"].result_list
        assert [entry.working_copy.title for entry in shown] == ["渡轮复航"]

    def test_says_how_many_there_are_and_leads_to_all_where_some_are_left_out(
        self, desk
    ):
        make_live("渡轮复航")
        make_live("央行操作")
        whole = desk.get(LOG).content.decode()
        assert "共 2 条" in whole
        assert "显示全部" not in whole
        assert "显示全部" in desk.get(LOG, {"q": "渡轮"}).content.decode()

    def test_is_kept_by_action(self, desk):
        make_live()
        assert len(desk.get(f"{LOG}?action=published").context["cl"].result_list) == 1
        assert len(desk.get(f"{LOG}?action=withdrawn").context["cl"].result_list) == 0

    def test_costs_the_same_at_any_length(self, desk):
        counts = []
        for number in range(1, 8):
            make_live(f"第 {number} 篇")
            if number in (1, 7):
                with CaptureQueriesContext(connection) as queries:
                    desk.get(LOG)
                counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestSchedule:
    def test_is_cancelled_from_the_list(self, desk):
        make_in("approved", "never", scheduled=True)
        move = ScheduledMove.objects.get()
        chosen = {"action": "cancel", "_selected_action": [move.pk]}
        response = desk.post(SCHEDULE, chosen, follow=True)
        move.refresh_from_db()
        assert move.state == "cancelled"
        assert "取消" in said(response)
        again = desk.post(SCHEDULE, chosen, follow=True)
        assert "没有定时安排" in said(again)


@pytest.mark.django_db
class TestImports:
    def test_show_the_file_as_it_came_and_nothing_of_it_runs(self, desk):
        article = make_article()
        save(article, None)
        source = ImportSource(
            source_key="_posts/渡轮.md",
            article=article,
            revision=newest(article),
            imported_at=NOON,
        )
        source.keep(
            "---\ntitle: 渡轮\n---\n<script>alert(1)</script>\n".encode() + b"\xff"
        )
        source.save()
        page = desk.get(f"{IMPORTS}{source.pk}/change/").content.decode()
        assert "title: 渡轮" in page
        assert "<script>alert(1)</script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
