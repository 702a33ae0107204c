"""What is taken in, and what is turned away."""

import hashlib

import pytest
from PIL import Image, PngImagePlugin

from articles.media.intake import keep_original, take_in
from articles.media.problems import PictureRefused
from articles.tests.media.samples import (
    FORMATS,
    drawn,
    encoded,
    oriented,
    png_claiming,
    sample,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
NOT_PICTURES = {
    "nothing": b"",
    "one byte": b"\xff",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "SVG": SVG,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
    "PDF": b"%PDF-1.7\n",
    "BMP": encoded(drawn(), "BMP"),
    "TIFF": encoded(drawn(), "TIFF"),
    "ICO": encoded(drawn(32, 32), "ICO"),
    "XBM": b"#define x_width 1\n#define x_height 1\nstatic char x_bits[]={0x0};",
    "a program": b"MZ" + b"\0" * 200,
    "drawing commands": b"push graphic-context\nfill 'url(https://a.example/)'\n",
}


class TestTakeIn:
    @pytest.mark.parametrize("kind", FORMATS)
    def test_gives_the_facts_of_each_format(self, kind):
        data = sample(kind)
        facts = take_in(data)
        assert (facts.width, facts.height) == (120, 80)
        assert facts.mime == f"image/{kind.lower()}"
        assert facts.content_hash == hashlib.sha256(data).hexdigest()
        assert not facts.animated

    def test_believes_the_bytes_and_not_the_name(self):
        assert take_in(sample("PNG"), filename="a.php.jpg").extension == "png"

    @pytest.mark.parametrize("value", range(1, 9))
    def test_measures_the_picture_as_it_is_looked_at(self, value):
        facts = take_in(oriented(value))
        assert (facts.width, facts.height) == ((120, 80) if value < 5 else (80, 120))

    def test_notices_an_animation(self):
        frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
        data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
        assert take_in(data).animated

    def test_takes_a_picture_with_a_page_behind_it(self):
        assert take_in(sample("PNG") + b"<script>alert(1)</script>").mime == "image/png"

    @pytest.mark.parametrize("data", NOT_PICTURES.values(), ids=NOT_PICTURES.keys())
    def test_refuses_what_is_no_picture_of_ours(self, data):
        with pytest.raises(PictureRefused) as refusal:
            take_in(data, filename="a.jpg")
        assert str(refusal.value).endswith(".")

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("part", [0.5, 0.9])
    def test_refuses_what_is_cut_short(self, kind, part):
        noise = Image.effect_noise((200, 200), 90).convert("RGB")
        data = encoded(noise, kind)
        with pytest.raises(PictureRefused):
            take_in(data[: int(len(data) * part)])

    @pytest.mark.parametrize(
        ("width", "height"),
        [(50_000, 50_000), (2**31 - 1, 1), (40_000, 2), (2, 40_000), (10_000, 9_000)],
    )
    def test_refuses_too_many_pixels_before_decoding(self, width, height, monkeypatch):
        monkeypatch.setattr(
            PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("decoded")
        )
        with pytest.raises(PictureRefused):
            take_in(png_claiming(width, height))

    def test_refuses_no_area(self):
        with pytest.raises(PictureRefused):
            take_in(png_claiming(0, 5))

    def test_refuses_too_many_bytes(self, settings):
        settings.NEWSROOM = {**settings.NEWSROOM, "PICTURE_MAX_BYTES": 100}
        with pytest.raises(PictureRefused, match="100"):
            take_in(sample())

    @pytest.mark.parametrize(
        "name", ["x.png.html", "x.svg", "x.php", "..\\x.HTACCESS", "x.shtml", "a/b.js"]
    )
    def test_refuses_names_of_pages_and_programs(self, name):
        with pytest.raises(PictureRefused):
            take_in(sample(), filename=name)

    @pytest.mark.parametrize(
        "name", ["", "船.JPG", "../../etc/x.png", "a\0b.webp", "x"]
    )
    def test_does_not_mind_other_names(self, name):
        assert take_in(sample(), filename=name)


class TestKeepOriginal:
    def test_stores_the_bytes_as_they_came_under_a_name_of_our_own(self, media_root):
        data = sample("PNG")
        facts = take_in(data, filename="../../x.png")
        name = keep_original(data, facts)
        digest = facts.content_hash
        assert name == f"originals/{digest[:2]}/{digest}.png"
        assert (media_root / name).read_bytes() == data
        assert (media_root / name).stat().st_mode & 0o077 == 0

    def test_stores_the_same_picture_once(self, media_root):
        data = sample()
        first = keep_original(data, take_in(data))
        before = (media_root / first).stat().st_ino
        assert keep_original(data, take_in(data)) == first
        assert (media_root / first).stat().st_ino == before
        assert len([p for p in media_root.rglob("*") if p.is_file()]) == 1
