"""What can go wrong with a picture, each with a sentence for people."""

import struct
import zlib

from PIL import Image

DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for bytes that lie about themselves."""


class PictureProblem(Exception):
    """A picture that cannot be had or used; the text is a sentence that says why."""


class FetchRefused(PictureProblem):
    """An address or answer that the rules forbid; asking again changes nothing."""


class FetchFailed(PictureProblem):
    """An address that gave nothing this time; asking later may."""


class PictureRefused(PictureProblem):
    """Bytes that are not a picture this newsroom takes."""
