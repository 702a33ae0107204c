import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_related_and_read"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BannedWord",
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
                (
                    "word",
                    models.CharField(
                        max_length=100, unique=True, verbose_name="word or phrase"
                    ),
                ),
            ],
            options={
                "verbose_name": "banned word",
                "verbose_name_plural": "banned words",
                "ordering": ["word"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="comments_closed_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="comments closed"
            ),
        ),
        migrations.AddField(
            model_name="publishedarticle",
            name="comments_closed",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("move", "move"),
                    ("door", "publication"),
                    ("access", "log-in"),
                    ("people", "accounts and permissions"),
                    ("setting", "settings of the desk"),
                    ("share", "preview link"),
                    ("comment", "readers' comment"),
                    ("export", "export"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("submitted", "an article was submitted for review"),
                    ("changes", "changes were requested in my article"),
                    ("approved", "my article was approved"),
                    ("went_out", "my article went out, was corrected or came down"),
                    ("assigned", "an article was given to me"),
                    ("mentioned", "somebody mentioned me in a note"),
                    ("noted", "there is a note on my article"),
                    ("outsider", "somebody outside answered a preview link of mine"),
                    ("commented", "readers' comments wait in my sections"),
                    ("failed", "a scheduled move failed or is late"),
                ],
                max_length=12,
                verbose_name="occasion",
            ),
        ),
        migrations.AlterField(
            model_name="noticechoice",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("submitted", "an article was submitted for review"),
                    ("changes", "changes were requested in my article"),
                    ("approved", "my article was approved"),
                    ("went_out", "my article went out, was corrected or came down"),
                    ("assigned", "an article was given to me"),
                    ("mentioned", "somebody mentioned me in a note"),
                    ("noted", "there is a note on my article"),
                    ("outsider", "somebody outside answered a preview link of mine"),
                    ("commented", "readers' comments wait in my sections"),
                    ("failed", "a scheduled move failed or is late"),
                ],
                max_length=12,
                verbose_name="occasion",
            ),
        ),
        migrations.CreateModel(
            name="Comment",
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
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=60, verbose_name="name"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("held", "suspected spam"),
                            ("shown", "shown"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
                            ("erased", "erased"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "held_for",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="held for"
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=32)),
                ("fingerprint", models.CharField(blank=True, max_length=32)),
                ("host", models.CharField(blank=True, max_length=255)),
                ("created_at", models.DateTimeField(verbose_name="written")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="articles.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-id"],
                "permissions": [("moderate_comment", "Can moderate readers' comments")],
                "indexes": [
                    models.Index(fields=["state", "-id"], name="comments_by_state"),
                    models.Index(
                        fields=["article", "state"], name="comments_by_article"
                    ),
                    models.Index(
                        fields=["article", "created_at"], name="comments_by_time"
                    ),
                    models.Index(
                        condition=models.Q(("network", ""), _negated=True),
                        fields=["network", "created_at"],
                        name="comments_by_network",
                    ),
                    models.Index(fields=["fingerprint"], name="comments_by_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedComment",
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
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("thread", models.UUIDField(db_index=True)),
                ("thread_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(blank=True)),
                ("language", models.CharField(max_length=16)),
                ("by_newsroom", models.BooleanField(default=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_comments",
                        to="articles.publishedarticle",
                    ),
                ),
            ],
            options={
                "ordering": ["thread_at", "thread", "at", "uuid"],
                "indexes": [
                    models.Index(
                        fields=["article", "thread_at", "thread", "at", "uuid"],
                        name="comments_in_order",
                    )
                ],
            },
        ),
    ]
