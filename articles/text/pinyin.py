"""Slugs in pinyin, for those who ask for them."""

from pypinyin import lazy_pinyin

from articles.text import slugs


def pinyin_slug(title: str) -> str:
    """Spell a title in pinyin without tones: 银行行长 → yin-hang-hang-zhang."""
    return slugs.slug_for_title(" ".join(lazy_pinyin(title)))
