"""Slugs in pinyin, for those who ask for them."""

from functools import cache
from importlib import import_module
from typing import Any

from articles.text import slugs


def pinyin_slug(title: str) -> str:
    """Spell a title in pinyin without tones: 银行行长 → yin-hang-hang-zhang."""
    return slugs.slug_for_title(" ".join(_library().lazy_pinyin(title)))


@cache
def _library() -> Any:
    """Load the dictionaries when they are first asked for.

    They cost a third of a second and 40 MB, which no process should pay at its start.
    """
    return import_module("pypinyin")
