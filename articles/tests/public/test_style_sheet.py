"""The style sheet: small, and nothing in it comes from elsewhere."""

import zlib
from pathlib import Path

from django.conf import settings

PAPER = Path(settings.BASE_DIR) / "static/paper"
SHEET = b"".join(sheet.read_bytes() for sheet in sorted(PAPER.glob("*.css")))


class TestStyleSheet:
    def test_is_at_most_20_kilobytes_compressed(self):
        assert len(zlib.compress(SHEET, 9)) <= 20_000

    def test_downloads_nothing(self):
        for word in (b"@import", b"@font-face", b"url("):
            assert word not in SHEET
