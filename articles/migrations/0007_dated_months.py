from datetime import datetime
from typing import Any

from django.db import migrations, models


def date_months(apps: Any, schema_editor: Any) -> None:
    """Date each month of the front by the last change of an article in it."""
    rows = apps.get_model("articles", "PublishedArticle").objects.order_by()
    dated: dict[str, datetime] = {}
    for day, at in rows.values_list("day", "updated_at").iterator():
        month = f"{day:%Y-%m}"
        dated[month] = max(at, dated.get(month, at))
    counters = apps.get_model("articles", "Counter").objects.filter(label__kind="front")
    for month, at in dated.items():
        counters.filter(period=month).update(changed_at=at)


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_collective_labels")]

    operations = [
        migrations.AddField(
            model_name="counter",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(date_months, migrations.RunPython.noop, elidable=True),
    ]
