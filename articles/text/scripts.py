"""Character classes of Chinese and Japanese writing, for use inside ``[...]``."""

# Ideographs with their extensions, the iteration mark and the written zero.
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af"
)
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
# Full-width forms, and the marks that Chinese shares with Western writing but sets
# in a full square: dashes, quotation marks, the ellipsis, the middle dot.
WIDE_PUNCTUATION = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20"
WIDE_PUNCTUATION += "\uff3b-\uff40\uff5b-\uff65"
SHARED_PUNCTUATION = "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
