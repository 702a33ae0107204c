"""Two indexes to search: readers' of what is live, the desk's of what is written."""

import django.db.models.deletion
from django.db import migrations, models

from articles.models.full_text import FullText


class Migration(migrations.Migration):
    """Adds the tables, empty: `manage.py rebuild_search` fills them."""

    dependencies = [("articles", "0007_dated_months")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                # Before the texts: SQLite reads a row from its beginning.
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="articles.publishedarticle",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.TextField()),
                ("deck", models.TextField()),
                ("body", models.TextField()),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.CreateModel(
            name="DeskSearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.TextField()),
                ("deck", models.TextField()),
                ("body", models.TextField()),
            ],
            options={"ordering": ["-article"]},
        ),
        FullText("SearchEntry"),
        FullText("DeskSearchEntry"),
    ]
