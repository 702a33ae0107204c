"""JSON columns as people would read them: Chinese stays Chinese."""

import json
from typing import Any

from django.db import models


class PlainEncoder(json.JSONEncoder):
    """Writes Han characters as themselves; the default writes six bytes for each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False})


class PlainJSONField(models.JSONField):
    """A JSON column that SQLite tools and fixtures show in plain text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("encoder", PlainEncoder)
        super().__init__(*args, **kwargs)


def canonical(value: Any) -> bytes:
    """Give the one byte string that equal values share, for hashing."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")
