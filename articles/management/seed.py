"""The seed fixture: one imported article, as rows that `loaddata` puts back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models
from django.utils import timezone

from articles import importers
from articles.models.desk import (
    Article,
    Category,
    Filing,
    Image,
    ImportSource,
    Revision,
    Source,
)
from articles.models.reader import (
    Address,
    Counter,
    Label,
    Listing,
    PictureUse,
    Publication,
    PublishedArticle,
)

SOURCE = Path(settings.BASE_DIR) / "fixtures" / "seed" / "000_f55aafe3e95067ee.txt"
FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "seed.json"
AT = datetime(2026, 11, 1, tzinfo=UTC)
"""When the import is said to have happened; fixed, so that the file is stable."""
ZONE = "Asia/Shanghai"

MODELS: tuple[type[models.Model], ...] = (
    Category,
    Source,
    Image,
    Article,
    Filing,
    Revision,
    ImportSource,
    PublishedArticle,
    Label,
    Listing,
    Counter,
    PictureUse,
    Address,
    Publication,
)
"""In the order in which they can be loaded; purges are for running servers only."""


class NotEmpty(Exception):
    """The database has articles, which would end up in the fixture."""


def make(source: Path = SOURCE) -> str:
    """Import a file into the empty database at hand and give all its rows as JSON."""
    if Article.objects.exists():
        raise NotEmpty("Make the seed in an empty database.")
    with timezone.override(ZONE):
        plan = importers.Plan(source=source, fetch=False)
        report = importers.import_posts(plan, at=AT)
    if not report.complete:
        raise importers.SourceProblem(report.items[0].reason)
    rows = [row for model in MODELS for row in _rows(model)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let the default connection lead to an empty database in memory meanwhile."""
    aside, configured = connections["default"], connections.settings["default"]
    connections.settings["default"] = {
        **configured,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
        "CONN_HEALTH_CHECKS": False,
    }
    connections["default"] = connections.create_connection("default")
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = configured
        connections["default"] = aside


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    """Serialise a table by natural keys, parents first, else by those keys."""
    objects = sorted(model._default_manager.all(), key=_place(model))
    rows: list[dict[str, Any]] = serializers.serialize(
        "python",
        objects,
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
    )
    # Through the JSON serialiser's own encoder: dates, UUIDs and bytes as it writes.
    text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)
    return [
        {
            **row,
            "fields": {name: _sorted(value) for name, value in row["fields"].items()},
        }
        for row in json.loads(text)
    ]


def _place(model: type[models.Model]) -> Callable[[Any], Any]:
    if model is Label:
        return lambda label: label.path
    return lambda one: (
        len(one.natural_key()),
        [str(part) for part in one.natural_key()],
    )


def _sorted(value: Any) -> Any:
    """Sort the keys of nested data: the two databases keep them in different orders."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(one) for one in value]
    return value
