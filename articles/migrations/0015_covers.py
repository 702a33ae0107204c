from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_comments")]

    operations = [
        migrations.AddField(
            model_name="publishedarticle",
            name="cover",
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddIndex(
            model_name="publishedarticle",
            index=models.Index(
                fields=["cover"],
                name="articles_by_cover",
                condition=models.Q(("cover__isnull", False)),
            ),
        ),
    ]
