"""Revisions and the door's log refuse to be altered, in the database itself."""

from django.db import migrations

from articles.models.append_only import AppendOnly


class Migration(migrations.Migration):
    """Adds the triggers, on either engine."""

    dependencies = [("articles", "0001_initial")]

    operations = [
        AppendOnly("Revision"),
        AppendOnly("Publication"),
        AppendOnly("Step"),
    ]
