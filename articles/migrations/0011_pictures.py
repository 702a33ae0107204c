from django.db import migrations

from articles.models.json import PlainEncoder, PlainJSONField


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_the_site")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="former",
            field=PlainJSONField(editable=False, encoder=PlainEncoder, null=True),
        ),
    ]
