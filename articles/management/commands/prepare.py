"""Everything a server needs before it starts; harmless when repeated."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.management import demo
from articles.models.desk import Article


class Command(BaseCommand):
    """Bring database, roles, first article, demo accounts and static files about."""

    help = (
        "Migrations, roles, the seed (only into an empty database), what search has "
        "not entered yet, demo accounts (only with DEBUG) and static files; changes "
        "nothing when repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done yet."""
        call_command("migrate", verbosity=0)
        call_command("sync_roles", verbosity=0)
        if not Article.objects.exists():
            call_command("loaddata", "seed", verbosity=0)
            self.stdout.write("The database was empty: the seed article is in.")
        call_command("rebuild_search", stale=True, stdout=self.stdout)
        if settings.DEBUG and settings.DEMO_PASSWORD:
            for name in demo.make_accounts(settings.DEMO_PASSWORD):
                self.stdout.write(f"Made the demo account {name}.")
        if not settings.STATIC_LIVE:
            call_command("collectstatic", interactive=False, verbosity=0)
