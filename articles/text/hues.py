"""The colour of a section: a place on a wheel of twelve, the same for the same key."""

from zlib import crc32

HUES = 12


def hue_of(key: str) -> int:
    """Give a section's place on the wheel, where nobody chose one."""
    return crc32(key.encode()) % HUES
