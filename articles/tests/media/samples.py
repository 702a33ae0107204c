"""Pictures drawn by the tests, whole and broken."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


def drawn(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Draw a picture whose left half is red and whose top edge is blue."""
    picture = Image.new("RGB", (width, height), (240, 240, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, max(0, width // 2 - 1), height), fill=(200, 30, 30))
    draw.rectangle((0, 0, width, height // 8), fill=(30, 30, 200))
    return picture if mode == "RGB" else picture.convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Give a picture's bytes in a format."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def sample(kind: str = "JPEG", width: int = 120, height: int = 80) -> bytes:
    """Give the bytes of a drawn picture."""
    return encoded(drawn(width, height), kind)


def oriented(value: int, width: int = 120, height: int = 80) -> bytes:
    """Give a JPEG that says how the camera was held, and a few things more."""
    exif = Image.Exif()
    exif[0x0112] = value
    exif[0x010F] = "SecretCamera"
    return encoded(drawn(width, height), exif=exif, comment=b"SecretComment")


def png_claiming(width: int, height: int) -> bytes:
    """Give a PNG whose header promises far more than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )
