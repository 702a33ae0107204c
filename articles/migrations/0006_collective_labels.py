from typing import Any

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat

DESK = "desk"


def ask_the_desk(apps: Any, schema_editor: Any) -> None:
    """Let the labels of desks that sign say so."""
    desks = apps.get_model("articles", "Author").objects.filter(author_kind=DESK)
    keys = desks.values_list(Concat(Value("author:"), "uid"), flat=True)
    labels = apps.get_model("articles", "Label").objects
    labels.filter(key__in=list(keys)).update(collective=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_failed_moves")]

    operations = [
        migrations.AddField(
            model_name="label",
            name="collective",
            field=models.BooleanField(null=True),
        ),
        migrations.RunPython(ask_the_desk, migrations.RunPython.noop, elidable=True),
    ]
