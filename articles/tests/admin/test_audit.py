"""The audit log at the desk: who comes and goes, who may read it, and as a file."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import access, exports
from articles.models.desk import AuditEntry
from articles.tests.factories import make_article
from articles.tests.workflow.people import make_user, save
from articles.workflow import audit, roles

LOG = "/admin/articles/auditentry/"
SEND = f"{LOG}export/"
ARTICLES = "/admin/articles/article/export/"
PASSWORD = "a password long enough"

# Each would be run, or fetch something, in one spreadsheet or another.
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "|calc",
    "＝1+1", "＠SUM(A1)", "＋1", "－1", "\u00a0=1+1", '=HYPERLINK("http://e.example","x")',
    "-2+3+cmd|' /C calc'!D2", "a;=1+1", "a\t=1+1", 'x"\n=1+1', "\ufeff=1+1", "﹦1+1",
]  # fmt: skip


def write(what="submit", **fields):
    """Note something an hour ago."""
    fields = {"actor": None, "at": timezone.now() - timedelta(hours=1), **fields}
    return audit.record(audit.Kind.MOVE, what, **fields)


def listed(client, query=""):
    """Give the entries a list shows."""
    response = client.get(f"{LOG}?{query}")
    assert response.status_code == 200
    return [entry.what for entry in response.context["cl"].result_list]


def sent(response):
    """Give the rows of a file that was sent, without its head."""
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [dict(zip(head, row, strict=True)) for row in rows]


def whats():
    """Give what the log tells of, the oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))


@pytest.fixture
def administrator(log_in):
    return log_in(make_user("wu", roles.ADMINISTRATOR))


@pytest.mark.django_db
class TestAccess:
    def account(self):
        user = make_user("lin", roles.WRITER)
        user.set_password(PASSWORD)
        user.save()
        return user

    def log_in(self, name, password, **headers):
        data = {"username": name, "password": password}
        client = Client(**headers)
        client.post("/admin/login/", data)
        return client

    def test_a_log_in_a_new_password_and_a_log_out_are_noted(self):
        user = self.account()
        client = self.log_in("lin", PASSWORD, REMOTE_ADDR="192.0.2.7")
        new = {"old_password": PASSWORD, "new_password1": "another long password",
               "new_password2": "another long password"}  # fmt: skip
        client.post("/admin/password_change/", new)
        client.post("/admin/logout/")
        assert whats() == ["log_in", "password_changed", "log_out"]
        entries = AuditEntry.objects.all()
        assert {entry.actor for entry in entries} == {user}
        assert {entry.address for entry in entries} == {"192.0.2.7"}
        assert "another" not in str(list(entries.values()))

    def test_a_failed_log_in_is_noted_with_the_name_typed_and_no_password(self):
        self.account()
        self.log_in("lin", "wrong password here")
        entry = AuditEntry.objects.get()
        assert (entry.what, entry.subject) == ("log_in_failed", "lin")
        assert entry.actor is None
        assert "wrong" not in str(AuditEntry.objects.values().get())

    def test_somebody_who_is_not_staff_has_not_come_in(self):
        user = self.account()
        user.is_staff = False
        user.save()
        self.log_in("lin", PASSWORD)
        assert whats() == ["log_in_failed"]

    def test_a_flood_of_failures_does_not_fill_the_log(self, monkeypatch):
        monkeypatch.setattr(access, "FAILURES", 3)
        for _ in range(6):
            self.log_in("lin", "wrong", REMOTE_ADDR="192.0.2.7")
        self.log_in("lin", "wrong", REMOTE_ADDR="192.0.2.8")
        assert whats() == [*["log_in_failed"] * 3, access.UNCOUNTED, "log_in_failed"]

    def test_a_header_that_anybody_can_write_is_not_believed(self):
        self.log_in("x", "y", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="10.9.9.9")
        assert AuditEntry.objects.get().address == "192.0.2.7"

    def test_looking_at_the_page_is_not_a_log_in(self, client):
        client.get("/admin/login/")
        client.get("/admin/logout/")
        assert whats() == []


@pytest.mark.django_db
class TestLog:
    def test_is_for_administrators(self, log_in):
        for name, role in (("lin", roles.WRITER), ("zhao", roles.PUBLISHER)):
            client = log_in(make_user(name, role))
            assert client.get(LOG).status_code == 403
            assert client.post(SEND).status_code == 403
        assert whats() == []

    def test_can_be_looked_at_and_nothing_else(self, administrator, desk):
        entry = write(subject="渡轮", detail="原文")
        one = f"{LOG}{entry.pk}/"
        for client in (administrator, desk):
            assert "渡轮" in client.get(f"{one}change/").content.decode()
            assert client.post(f"{one}change/", {"detail": "x"}).status_code == 403
            assert client.post(f"{one}delete/", {"post": "yes"}).status_code == 403
            assert client.post(f"{LOG}add/", {"what": "x"}).status_code == 403
            chosen = {"action": "delete_selected", "_selected_action": [entry.pk]}
            client.post(LOG, {**chosen, "post": "yes"})
        assert AuditEntry.objects.get(pk=entry.pk).detail == "原文"

    def test_is_found_by_person_article_text_and_address(self, administrator):
        lin = make_user("lin", first_name="晓", last_name="林")
        write("approve", actor=lin)
        write("publish", article=make_article("渡轮复航"))
        write("withdraw", detail="核实来源")
        write("submit", address="192.0.2.7")
        assert listed(administrator, "q=lin") == ["approve"]
        assert listed(administrator, "q=渡轮") == ["publish"]
        assert listed(administrator, "q=核实") == ["withdraw"]
        assert listed(administrator, "q=192.0.2") == ["submit"]
        assert listed(administrator, f"person={lin.pk}") == ["approve"]
        assert len(listed(administrator, f"person={'9' * 40}")) == 4

    def test_is_kept_by_kind_and_days(self, administrator):
        write("submit")
        write("approve", at=timezone.now() - timedelta(days=20))
        audit.record(audit.Kind.ACCESS, "log_in", actor=None, at=timezone.now())
        assert listed(administrator, "kind__exact=access") == ["log_in"]
        assert listed(administrator, "days=7") == ["log_in", "submit"]
        assert listed(administrator, "days=30&kind__exact=move") == [
            "approve",
            "submit",
        ]

    def test_costs_the_same_at_any_length(self, administrator):
        counts = []
        for number in range(1, 21):
            write(article=make_article(f"第{number}篇"), actor=make_user(f"u{number}"))
            if number in (1, 20):
                with CaptureQueriesContext(connection) as queries:
                    administrator.get(LOG)
                counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestExport:
    def test_holds_what_the_list_shows_and_is_logged_itself(self, administrator):
        write("approve", subject="渡轮")
        write("submit", subject="央行")
        response = administrator.post(f"{SEND}?q=渡轮")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        rows = sent(response)
        assert [(row["what"], row["subject"]) for row in rows] == [("approve", "渡轮")]
        entry = AuditEntry.objects.get(kind="export")
        assert entry.actor.username == "wu"
        assert entry.detail.startswith("1 ")

    def test_is_asked_for_by_posting_with_a_token(self, administrator):
        assert administrator.get(SEND).status_code == 405
        guarded = Client(enforce_csrf_checks=True)
        guarded.force_login(make_user("wu"))
        assert guarded.post(SEND).status_code == 403
        assert not AuditEntry.objects.filter(kind="export").exists()

    def test_refuses_a_filter_that_there_is_not(self, administrator):
        assert administrator.post(f"{SEND}?at__year=x").status_code == 400

    def test_nothing_in_it_is_a_formula(self, administrator):
        for text in FORMULAS:
            write(subject=text[:300], detail=text)
        for row in sent(administrator.post(SEND)):
            for cell in row.values():
                assert_inert(cell)

    def test_nor_anything_of_the_corpus(self, corpora):
        path = corpora / "security" / "csv_injection" / "own.json"
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            assert_inert(exports.safe(case["payload"]))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "渡轮复航",
            "3.14",
            "a - b",
            "林晓 <x@y.example>",
            "2027-10-31",
            "第1行\n第2行",
        ],
    )
    def test_plain_text_stays_as_it_is(self, text):
        assert exports.safe(text) == text


def assert_inert(cell):
    """Look at a cell as a careless spreadsheet does: it splits where it should not."""
    for part in (
        cell.replace("\r", "\n").replace("\t", "\n").replace(";", "\n").split("\n")
    ):
        shown = part.strip().strip("\ufeff\u00a0\u200b")
        assert shown[:1] not in tuple("=+-@|＝＋－＠｜﹦"), (cell, part)


@pytest.mark.django_db
class TestArticles:
    def test_only_those_a_person_may_see(self, log_in):
        lin = make_user("lin", roles.WRITER)
        make_article("我的", created_by=lin)
        make_article("别人的")
        rows = sent(log_in(lin).post(ARTICLES))
        assert [row["title"] for row in rows] == ["我的"]
        entry = AuditEntry.objects.get(what="export_articles")
        assert (entry.actor, entry.detail) == (lin, "1")

    def test_under_the_same_filters_as_the_list(self, desk):
        save(make_article("渡轮复航"), None)
        save(make_article("央行操作"), None)
        rows = sent(desk.post(f"{ARTICLES}?q=渡轮"))
        assert [row["title"] for row in rows] == ["渡轮复航"]

    def test_not_for_somebody_without_a_role(self, log_in):
        make_article()
        assert log_in(make_user("guest")).post(ARTICLES).status_code == 403

    def test_costs_the_same_for_one_and_for_many(self, desk):
        counts = []
        for number in range(1, 21):
            make_article(f"第{number}篇", bylines=(f"作者{number}",))
            if number in (1, 20):
                with CaptureQueriesContext(connection) as queries:
                    assert len(sent(desk.post(ARTICLES))) == number
                counts.append(len(queries))
        assert counts[0] == counts[1]
