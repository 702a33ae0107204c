"""The desk's new logs refuse to be altered, in the database itself."""

from django.db import migrations

from articles.models.append_only import AppendOnly


class Migration(migrations.Migration):
    """Adds the triggers, on either engine."""

    dependencies = [("articles", "0003_the_desk")]

    operations = [
        AppendOnly("AuditEntry"),
        AppendOnly("Correction"),
        AppendOnly("FrontEdition"),
        AppendOnly("Override"),
        AppendOnly("PreviewVisit"),
    ]
