"""`manage.py refresh_pages`: live pages as today's rendering makes them."""

import pytest
from django.core.management import CommandError, call_command

from articles.models.reader import Publication, PublishedArticle
from articles.rendering import VERSION, guard
from articles.tests.factories import make_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    """Give three live articles, two of which an older rendering made."""
    made = [make_live(title) for title in ("一", "二", "三")]
    rows = PublishedArticle.objects.filter(uuid__in=[one.uuid for one in made[:2]])
    rows.update(body_html="<p>旧</p>", renderer=None)
    PublishedArticle.objects.filter(uuid=made[1].uuid).update(renderer=VERSION - 1)
    return made


def bodies(articles):
    rows = PublishedArticle.objects.in_bulk(
        [one.uuid for one in articles], field_name="uuid"
    )
    return [rows[one.uuid].body_html for one in articles]


def test_renews_what_an_older_version_made_and_nothing_else(old, capsys):
    call_command("refresh_pages", "--batch", "1")
    assert "旧" not in "".join(bodies(old))
    assert set(PublishedArticle.objects.values_list("renderer", flat=True)) == {VERSION}
    assert Publication.objects.filter(action="refreshed").count() == 2
    assert "2 of 2\nRefreshed 2, refused 0." in capsys.readouterr().out
    call_command("refresh_pages")
    assert Publication.objects.filter(action="refreshed").count() == 2


def test_renews_everything_when_asked(old):
    call_command("refresh_pages", "--all")
    assert Publication.objects.filter(action="refreshed").count() == 3


def test_dates_stay(old):
    before = list(PublishedArticle.objects.values_list("updated_at"))
    call_command("refresh_pages")
    assert list(PublishedArticle.objects.values_list("updated_at")) == before


def test_what_cannot_be_rendered_any_more_stays_and_is_named(old, monkeypatch, capsys):
    monkeypatch.setattr(guard, "MAX_MARKDOWN", 3)
    with pytest.raises(CommandError) as failure:
        call_command("refresh_pages")
    assert failure.value.returncode == 3
    assert "一: " in capsys.readouterr().err
    assert bodies(old)[0] == "<p>旧</p>"
