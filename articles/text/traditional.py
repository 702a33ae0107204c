"""Simplified Chinese in Traditional characters: the script changes, the words stay."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from articles.text.scripts import HAN, WIDE_PUNCTUATION

# The dictionaries see hair (头发) where a quay, a street or a giant does something:
# in 码头发布, 街头发生, 巨头发言 a word ends between the two.
ENDS = re.compile(
    "(?<=[码街镇龙巷桥船岸滩渡埠巨寡领带牵镜源手车机口势矛苗两工城村田案床心眉额骨石木馒罐念劲关年风山]头)"
    "(?=发)"
)
BREAK = "\x1f"
"""Between texts that are converted together; in no dictionary, so no phrase spans it."""
MARKS = str.maketrans("“”", "「」")
# A pair within one text, or half of one that begins or ends in another.
OUTER = re.compile(f"“[^“”{BREAK}]*”|[“”]")
# The single mark is an apostrophe too: only a pair around Han is a quotation.
INNER = re.compile(f"‘([^‘’{BREAK}]*[{HAN}][^‘’{BREAK}]*)’(?![a-zA-Z])")
CHINESE = re.compile(f"[{HAN}{WIDE_PUNCTUATION}]")


def traditional(text: str) -> str:
    """Write a text in the characters that Taiwan uses: 头发 → 頭髮, “发布” → 「發佈」.

    Words are not exchanged: what somebody said stays what they said.
    """
    converted = "".join(_converter().convert(word) for word in ENDS.split(text))
    return OUTER.sub(_marked, INNER.sub(r"『\1』", converted))


def _marked(found: re.Match[str]) -> str:
    """Change quotation marks, but not around Latin words among Latin words."""
    start, end, text = found.start(), found.end(), found.string
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    alone = end - start == 1
    if alone or CHINESE.search(found[0][1:-1] + around):
        return found[0].translate(MARKS)
    return found[0]


def traditional_each(texts: list[str]) -> list[str]:
    """Write many texts at once, which costs hardly more than one."""
    together = traditional(BREAK.join(texts)).split(BREAK)
    if len(together) == len(texts):
        return together
    # Somebody typed the very character that stands between them.
    return [traditional(text) for text in texts]


@cache
def _converter() -> Any:
    """Load the dictionaries when they are first asked for."""
    return import_module("opencc").OpenCC("s2tw")
