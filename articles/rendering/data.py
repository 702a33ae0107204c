"""Data inside a page: JSON that no browser executes and nothing in it can close."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What could end the element, begin another or a comment, or break a line of JSON.
ESCAPES = {ord(one): f"\\u{ord(one):04X}" for one in "<>&\u2028\u2029"}


def data_block(data: Any, media_type: str) -> SafeString:
    """Give plain data as a script element of a type that is only ever read."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="{media_type}">{text}</script>')  # noqa: S308 - escaped above
