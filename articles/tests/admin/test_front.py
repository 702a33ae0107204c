"""Arranging the front page at the desk: one save is one edition, nothing is lost."""

import pytest

from articles.models.desk import FrontEdition, FrontSlot
from articles.models.reader import Placement
from articles.publishing import front
from articles.publishing.front import Placing
from articles.tests.admin.conftest import said
from articles.tests.factories import make_live
from articles.tests.workflow.people import AT, everyone, make_in

pytestmark = pytest.mark.django_db

URL, BACK, HISTORY = "/admin/front/", "/admin/front/roll-back/", "/admin/front/history/"


@pytest.fixture
def cast():
    """Give an account of each role."""
    return everyone()


@pytest.fixture
def page(cast, log_in):
    """Give the client of a publisher."""
    return log_in(cast["publisher"])


def sent(*rows, expected=0, **more) -> dict[str, str]:
    """Write rows (place, article, and what else) as the page sends them."""
    data = {"expected": expected, "rows": len(rows), **more}
    for number, (place, article, *rest) in enumerate(rows):
        fields = {"place": place, "article": article.pk, "position": number}
        for name, value in (fields | dict(*rest)).items():
            data[f"slot-{number}-{name}"] = value
    return data


def stands() -> list[tuple[str, str]]:
    """Give who stands where for readers."""
    rows = Placement.objects.select_related("article")
    return [(one.place, one.article.title) for one in rows]


class TestPage:
    @pytest.mark.parametrize("who", ["writer", "other writer", "editor", "no role"])
    def test_is_for_those_who_arrange_the_front_page(self, cast, log_in, who):
        client = log_in(cast[who])
        article = make_live("甲")
        assert client.get(URL).status_code == 403
        assert client.get(HISTORY).status_code == 403
        assert client.post(BACK, {"number": 1}).status_code == 403
        assert client.post(URL, sent(("lead", article), _save="")).status_code == 403
        assert not FrontSlot.objects.exists()

    def test_saves_order_place_and_times_as_one_edition(self, page):
        one, two = make_live("甲"), make_live("乙")
        times = {"starts_at": "2026-01-01T06:00", "expires_at": "2099-01-01T06:00"}
        rows = [("second", one), ("lead", two, times)]
        assert page.post(URL, sent(*rows, _save="", note="早班")).status_code == 302
        assert stands() == [("lead", "乙"), ("second", "甲")]
        edition = FrontEdition.objects.get()
        assert (edition.number, edition.note) == (1, "早班")
        assert f"{FrontSlot.objects.get(place='lead').starts_at:%H:%M}" == "22:00"

    def test_takes_off_what_is_ticked(self, page):
        one, two = make_live("甲"), make_live("乙")
        page.post(URL, sent(("lead", one), ("second", two), _save=""))
        rows = [("lead", one, {"remove": "on"}), ("second", two)]
        page.post(URL, sent(*rows, expected=1, _save=""))
        assert stands() == [("second", "乙")]

    def test_keeps_what_was_arranged_when_somebody_else_was_faster(self, page, cast):
        one, two = make_live("甲"), make_live("乙")
        front.arrange(
            [Placing(place="lead", article=one)],
            expected=0, actor=cast["administrator"], at=AT,
        )  # fmt: skip
        response = page.post(URL, sent(("lead", two), expected=0, _save=""))
        assert response.status_code == 200
        assert response.context["theirs"].number == 1
        lead = response.context["places"][0]["rows"]
        assert [row.title for row in lead] == ["乙"]
        assert stands() == [("lead", "甲")]
        assert response.context["expected"] == 1
        page.post(URL, sent(("lead", two), expected=1, _save=""))
        assert stands() == [("lead", "乙")]

    def test_without_script_adds_and_moves_and_saves_nothing_yet(self, page):
        one, two = make_live("甲"), make_live("乙")
        response = page.post(URL, sent(("second", one), add=f"second:{two.pk}"))
        column = response.context["places"][1]["rows"]
        assert [row.title for row in column] == ["甲", "乙"]
        response = page.post(URL, sent(("second", one), ("second", two), move="1:up"))
        column = response.context["places"][1]["rows"]
        assert [row.title for row in column] == ["乙", "甲"]
        response = page.post(URL, sent(("second", one), ("second", two), move="0:up"))
        assert [row.title for row in response.context["places"][0]["rows"]] == ["甲"]
        assert not FrontEdition.objects.exists()

    def test_offers_and_takes_only_what_is_live_or_scheduled(self, page):
        live, coming = make_live("甲稿"), make_in("approved", "never", scheduled=True)
        draft = make_in("draft", "never")
        offered = page.get(URL).context["found"]
        assert {one.card.article for one in offered} == {live, coming}
        response = page.post(URL, sent(add=f"lead:{draft.pk}"))
        assert response.context["count"] == 0
        page.post(URL, sent(("lead", draft), _save=""))
        assert not FrontSlot.objects.exists()
        found = page.post(URL, sent(_search="", q="甲")).context["found"]
        assert [one.card.article for one in found] == [live]

    def test_says_a_wrong_time_and_keeps_it(self, page):
        rows = [("lead", make_live("甲"), {"starts_at": "morgen"})]
        response = page.post(URL, sent(*rows, _save=""))
        assert response.status_code == 200
        assert "morgen" in response.content.decode()
        assert not FrontEdition.objects.exists()

    def test_costs_the_same_with_one_slot_and_with_eight(self, page):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        articles = [make_live(str(number)) for number in range(9)]
        counts = []
        for size in (1, 8):
            rows = [("second", one) for one in articles[:size]]
            page.post(URL, sent(*rows, expected=front.edition(), _save=""))
            page.get(URL)
            with CaptureQueriesContext(connection) as queries:
                page.get(URL)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestHistory:
    def test_shows_each_edition_and_leads_back_by_one_click(self, page):
        one, two = make_live("甲"), make_live("乙")
        page.post(URL, sent(("lead", one), _save=""))
        page.post(URL, sent(("lead", two), expected=1, _save=""))
        editions = page.get(HISTORY).context["editions"]
        assert [past.edition.number for past in editions] == [2, 1]
        response = page.post(BACK, {"number": 1, "expected": 2}, follow=True)
        assert "3" in said(response)
        assert stands() == [("lead", "甲")]

    def test_goes_back_to_nothing_when_somebody_was_faster(self, page):
        page.post(URL, sent(("lead", make_live("甲")), _save=""))
        page.post(BACK, {"number": 1, "expected": 0})
        assert front.edition() == 1
        assert page.get(BACK).status_code == 405
