"""Front matter values as the fields of a record want them."""

import math
import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from articles.text.clean import strip_controls

MAX_ADDRESS = 2_000
_LANGUAGES = {
    **dict.fromkeys(("zh", "cn", "zh-cn", "zh-sg", "zh-hans", "zh-hans-cn"), "zh-Hans"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-mo", "zh-hant", "zh-hant-tw"), "zh-Hant"),
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}(?<!.{17})")
_SPACE = re.compile(r"\s")


def text(value: Any) -> str:
    """Give a scalar as text, a list or mapping as nothing."""
    if isinstance(value, str):
        return strip_controls(value).strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return ""


def language(value: str) -> str:
    """Give a language as pages name it, or "" where the value names none."""
    tag = value.strip().replace("_", "-")
    known = _LANGUAGES.get(tag.lower())
    if known or not _LANGUAGE.fullmatch(tag):
        return known or ""
    return tag[: tag.index("-")] if tag.lower().startswith("en-") else tag


def truth(value: Any) -> bool:
    """Read a switch as Hexo does: only false, "false", "0" and nothing are off."""
    if isinstance(value, str):
        return value.strip().lower() not in ("", "false", "0")
    return bool(value)


def flat(value: Any) -> list[Any]:
    """Give a list's items, those of lists within it too; a scalar is a list of one."""
    if not isinstance(value, list):
        return [value]
    return [one for item in value for one in flat(item)]


def plain(value: Any) -> Any:
    """Give a value that JSON and both databases can hold."""
    if isinstance(value, str):
        return strip_controls(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {strip_controls(key): plain(one) for key, one in value.items()}
    return value


def web_address(value: Any) -> str:
    """Give an absolute web address, or "" where the value is none."""
    return _web_address(value.strip()) if isinstance(value, str) else ""


@lru_cache(maxsize=64)
def _web_address(address: str) -> str:
    if address.startswith("//"):
        address = "https:" + address
    if len(address) > MAX_ADDRESS or _SPACE.search(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""
