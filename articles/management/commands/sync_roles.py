"""Make the groups hold what the table of roles says."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.workflow import sync_roles


class Command(BaseCommand):
    """Runs at every deployment; groups of other names are left alone."""

    help = "Create or correct the groups Writer, Editor, Publisher and Administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the groups up to date and name those that changed."""
        changed = sync_roles()
        if options["verbosity"]:
            said = (
                f"Changed: {', '.join(changed)}." if changed else "Nothing to change."
            )
            self.stdout.write(said)
