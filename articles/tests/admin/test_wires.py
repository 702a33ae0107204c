"""Wires at the desk: set up by whoever works in all sections, asked by the worker."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models.desk import AuditEntry, Wire
from articles.tests.factories import NOON, make_category
from articles.tests.workflow.people import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_wire_changelist")
ADD = reverse("admin:articles_wire_add")
FIELDS = {
    "name": "海风",
    "address": "https://wire.example/feed",
    "every": "15",
    "active": "on",
}


def desk(role: str) -> Client:
    """Give a log-in of a role."""
    client = Client()
    client.force_login(make_user(role.lower(), role))
    return client


class TestWires:
    def test_are_set_up_changed_and_forgotten_and_the_log_says_so(self):
        client = desk("Publisher")
        category = make_category("要闻")
        client.post(ADD, {**FIELDS, "category": category.pk})
        wire = Wire.objects.get()
        assert (wire.category, wire.due_at) == (category, None)
        change = reverse("admin:articles_wire_change", args=[wire.pk])
        client.post(change, {**FIELDS, "every": "30"})
        assert Wire.objects.get().every == 30
        client.post(
            reverse("admin:articles_wire_delete", args=[wire.pk]), {"post": "yes"}
        )
        assert not Wire.objects.exists()
        logged = AuditEntry.objects.values_list("what", flat=True)
        assert set(logged) >= {"wire_added", "wire_changed", "wire_deleted"}

    @pytest.mark.parametrize("every", ["4", "1441", "x"])
    def test_are_not_asked_all_the_time(self, every: str):
        desk("Administrator").post(ADD, {**FIELDS, "every": every})
        assert not Wire.objects.exists()

    def test_show_what_came_and_what_to_look_at(self):
        Wire.objects.create(
            **FIELDS | {"every": 15, "active": True}, asked_at=NOON, problem="nobody there",
            counts={"created": 3, "updated": 1, "unchanged": 20},
        )  # fmt: skip
        html = desk("Publisher").get(LIST).content.decode()
        assert "3 篇新稿" in html
        assert "nobody there" in html

    def test_are_asked_at_once_on_demand(self):
        wire = Wire.objects.create(
            name="海风", address="https://w.example/", due_at=NOON
        )
        data = {"action": "ask_now", "_selected_action": [wire.pk]}
        answer = desk("Publisher").post(LIST, data, follow=True)
        assert Wire.objects.get().due_at is None
        assert "数秒之内" in answer.content.decode()

    def test_are_asked_anew_from_another_address(self):
        wire = Wire.objects.create(
            name="海风", address="https://w.example/", etag='"1"', due_at=NOON
        )
        change = reverse("admin:articles_wire_change", args=[wire.pk])
        desk("Publisher").post(change, FIELDS)
        assert (Wire.objects.get().etag, Wire.objects.get().due_at) == ("", None)
