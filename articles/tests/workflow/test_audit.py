"""workflow/audit.py: one entry for each act, which nobody can alter."""

import pytest
from django.db import DatabaseError, transaction

from articles.models.desk import AuditEntry
from articles.tests.factories import NOON, make_article
from articles.tests.workflow.people import make_user
from articles.workflow import audit


@pytest.mark.django_db
class TestRecord:
    def test_keeps_who_and_what_as_they_were_called_then(self):
        user = make_user("lin", first_name="晓", last_name="林")
        article = make_article("渡轮复航")
        audit.record(audit.Kind.MOVE, "submit", actor=user, at=NOON, article=article)
        user.first_name = "另名"
        user.save()
        article.title = "改题"
        article.save()
        entry = AuditEntry.objects.get()
        assert entry.actor_name in ("晓 林", "林晓", "林 晓")
        assert entry.subject == "渡轮复航"

    def test_goes_with_the_act_that_failed(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            audit.record(audit.Kind.SETTING, "front", actor=None, at=NOON)
            raise ZeroDivisionError
        assert not AuditEntry.objects.exists()

    def test_cannot_be_altered(self):
        audit.record(audit.Kind.SETTING, "front", actor=None, at=NOON, detail="a")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.update(detail="b")
        assert AuditEntry.objects.get().detail == "a"

    def test_a_long_subject_is_cut_not_refused(self):
        entry = audit.record(
            audit.Kind.ACCESS, "log_in_failed", actor=None, at=NOON, subject="名" * 999
        )
        assert len(entry.subject) == 300
