"""manage.py check_listings: says what is wrong, and puts lists right."""

import pytest
from django.core.management import CommandError, call_command

from articles.models.desk import Article
from articles.models.reader import Counter, Label, Listing
from articles.tests.factories import make_live


@pytest.mark.django_db
class TestCheckListings:
    @pytest.fixture(autouse=True)
    def live(self):
        make_live("渡轮复航首日", tags=("渡轮",))
        make_live("灯塔重新点亮", tags=("渡轮",))

    def test_says_that_everything_agrees(self, capsys):
        call_command("check_listings")
        assert "Everything agrees" in capsys.readouterr().out

    def test_names_each_disagreement_and_fails(self, capsys):
        Counter.objects.filter(label__kind="tag").update(count=7)
        Listing.objects.filter(label__kind="category").first().delete()
        with pytest.raises(CommandError, match="disagreements"):
            call_command("check_listings")
        told = capsys.readouterr().err
        assert "counted 7" in told
        assert "listed elsewhere" in told

    def test_repairs_lists_totals_and_counters(self, capsys):
        Label.objects.update(articles=40)
        Counter.objects.all().delete()
        Listing.objects.all().delete()
        call_command("check_listings", repair=True)
        assert "Repaired:" in capsys.readouterr().out
        assert Label.objects.get(key="front").articles == 2
        call_command("check_listings")

    def test_repair_does_not_hide_what_it_cannot_put_right(self):
        Article.objects.update(edition=9)
        with pytest.raises(CommandError):
            call_command("check_listings", repair=True)
