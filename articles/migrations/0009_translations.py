import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="translation_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                to="articles.article",
                to_field="uuid",
                verbose_name="translation of",
            ),
        ),
        migrations.AddField(
            model_name="publishedarticle",
            name="original",
            field=models.UUIDField(db_index=True, null=True),
        ),
    ]
