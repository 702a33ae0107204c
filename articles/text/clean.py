"""Characters that no page, feed or log can carry, and white space."""

import re

# XML 1.0 section 2.2: everything else outside \t \n \r makes a feed unreadable.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def strip_controls(text: str) -> str:
    """Remove what XML 1.0 forbids, lone surrogates included; tabs and lines stay."""
    return FORBIDDEN.sub("", text)


def fold_whitespace(text: str) -> str:
    """Turn every run of white space, U+3000 and no-break spaces too, into one space."""
    return " ".join(text.split())
