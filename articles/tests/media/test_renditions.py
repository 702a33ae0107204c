"""Renditions: right side up, sRGB, nothing told, made once."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageCms

from articles.media import renditions as module
from articles.media import shelf
from articles.media.crops import Focus
from articles.media.intake import keep_original, take_in
from articles.media.renditions import desk_folder, renditions
from articles.tests.media.samples import FORMATS, drawn, encoded, oriented, sample

MIDDLE = Focus()


def made_from(data, focus=MIDDLE):
    facts = take_in(data)
    place = shelf.path_of(keep_original(data, facts))
    made = renditions(place, facts.content_hash, focus)
    return made, desk_folder(facts.content_hash)


def opened(data, kind="image/webp", ratio="original", focus=MIDDLE):
    made, folder = made_from(data, focus)
    one = next(r for r in made if (r["type"], r["ratio"]) == (kind, ratio))
    return Image.open(io.BytesIO((folder / one["name"]).read_bytes()))


def near(pixel, wanted, by=40):
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (240, 240, 240)


class TestRenditions:
    def test_say_truly_what_lies_there(self):
        made, folder = made_from(sample("JPEG", 1000, 600))
        made_of = {}
        for one in made:
            key = (one["ratio"], one["type"][6:])
            made_of.setdefault(key, []).append((one["width"], one["height"]))
        whole = [(400, 240), (800, 480), (1000, 600)]
        wide = [(400, 225), (800, 450), (1000, 562)]
        assert made_of == {
            ("original", "avif"): whole,
            ("original", "webp"): whole,
            ("original", "jpeg"): whole[1:],
            ("16:9", "avif"): wide,
            ("16:9", "webp"): wide,
            ("16:9", "jpeg"): wide[1:],
            ("4:3", "avif"): [(400, 300), (800, 600)],
            ("4:3", "webp"): [(400, 300), (800, 600)],
            ("4:3", "jpeg"): [(800, 600)],
            ("1:1", "avif"): [(400, 400), (600, 600)],
            ("1:1", "webp"): [(400, 400), (600, 600)],
            ("1:1", "jpeg"): [(600, 600)],
            ("og", "jpeg"): [(1000, 525)],
        }
        for rendition in made:
            data = (folder / rendition["name"]).read_bytes()
            assert len(data) == rendition["bytes"]
            with Image.open(io.BytesIO(data)) as picture:
                assert picture.size == (rendition["width"], rendition["height"])
                assert picture.get_format_mimetype() == rendition["type"]

    @pytest.mark.parametrize("value", range(1, 9))
    def test_stand_upright(self, value):
        turned = {
            1: (), 2: (Image.Transpose.FLIP_LEFT_RIGHT,),
            3: (Image.Transpose.ROTATE_180,), 4: (Image.Transpose.FLIP_TOP_BOTTOM,),
            5: (Image.Transpose.TRANSPOSE,), 6: (Image.Transpose.ROTATE_90,),
            7: (Image.Transpose.TRANSVERSE,), 8: (Image.Transpose.ROTATE_270,),
        }[value]  # fmt: skip
        stored = drawn(800, 480)
        for turn in turned:
            stored = stored.transpose(turn)
        exif = Image.Exif()
        exif[0x0112] = value
        shown = opened(encoded(stored, exif=exif)).convert("RGB")
        assert shown.size[0] > shown.size[1]
        assert near(shown.getpixel((200, 4)), BLUE)
        assert near(shown.getpixel((50, 200)), RED)
        assert near(shown.getpixel((350, 200)), GREY)

    def test_tell_nothing_the_camera_told(self):
        made, folder = made_from(oriented(6, 900, 700))
        for rendition in made:
            data = (folder / rendition["name"]).read_bytes()
            assert b"Secret" not in data
            assert not Image.open(io.BytesIO(data)).getexif()

    @pytest.mark.parametrize("kind", FORMATS)
    def test_still_say_whose_the_picture_is(self, kind):
        exif = Image.Exif()
        exif[0x013B], exif[0x8298] = "林晓 摄".encode(), "© 海风通讯社".encode()
        exif[0x0110] = "SecretCamera"
        options = {} if kind == "GIF" else {"exif": exif}
        made, folder = made_from(encoded(drawn(), kind, **options))
        for rendition in made:
            data = (folder / rendition["name"]).read_bytes()
            told = dict(Image.open(io.BytesIO(data)).getexif())
            said = {tag: text.encode("latin-1").decode() for tag, text in told.items()}
            wanted = (
                {} if kind == "GIF" else {0x013B: "林晓 摄", 0x8298: "© 海风通讯社"}
            )
            assert said == wanted, rendition["type"]
            assert b"SecretCamera" not in data

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
    def test_come_from_every_mode_of_png(self, mode):
        picture = drawn(500, 400, mode)
        shown = opened(encoded(picture, "PNG")).convert("RGB").resize(picture.size)
        for box in ((20, 160, 180, 310), (320, 160, 480, 310)):
            wanted = picture.convert("RGB").resize((1, 1), box=box).getpixel((0, 0))
            got = shown.resize((1, 1), box=box).getpixel((0, 0))
            assert near(got, wanted, by=12)

    def test_come_from_sixteen_bits(self):
        shown = opened(encoded(Image.new("I;16", (500, 400), 40_000), "PNG"))
        assert near(shown.convert("RGB").getpixel((9, 9)), (156, 156, 156), by=2)

    def test_come_from_cmyk(self):
        shown = opened(encoded(drawn(800, 480, "CMYK"), "JPEG"))
        assert shown.mode == "RGB"
        assert near(shown.getpixel((50, 200)), RED, by=60)

    def test_keep_transparency_and_lay_the_preview_on_white(self):
        clear = Image.new("RGBA", (500, 400), (0, 0, 0, 0))
        data = encoded(clear, "PNG")
        for kind in ("image/avif", "image/webp", "image/png"):
            assert opened(data, kind).convert("RGBA").getpixel((9, 9))[3] == 0
        robots = opened(data, "image/jpeg", "og")
        assert near(robots.getpixel((9, 9)), (255, 255, 255), by=2)

    def test_are_in_srgb_whatever_the_profile(self):
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for profile in (srgb, lab, b"not a profile"):
            shown = opened(encoded(drawn(500, 300), "PNG", icc_profile=profile))
            assert "icc_profile" not in shown.info
            assert near(shown.convert("RGB").getpixel((50, 200)), RED)

    def test_crop_round_the_focus(self):
        data = sample("PNG", 1600, 400)
        left = opened(data, ratio="4:3", focus=Focus(0, 50)).convert("RGB")
        right = opened(data, ratio="4:3", focus=Focus(100, 50)).convert("RGB")
        assert near(left.getpixel((200, 200)), RED)
        assert near(right.getpixel((200, 200)), GREY)

    def test_show_the_first_frame_of_an_animation(self):
        frames = [drawn(420, 300), Image.new("RGB", (420, 300), (0, 0, 0))]
        data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
        assert near(opened(data).convert("RGB").getpixel((50, 200)), RED)

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("size", [(1, 1), (3, 5), (1, 300)])
    def test_come_from_the_smallest_pictures_too(self, kind, size):
        made, _folder = made_from(sample(kind, *size))
        assert (made[0]["width"], made[0]["height"]) == size

    def test_of_a_long_picture_fit_webp(self):
        made, _folder = made_from(encoded(Image.new("L", (500, 25_000)), "PNG"))
        assert max(r["height"] for r in made) <= 16_000

    def test_are_made_once_however_many_ask(self, monkeypatch):
        data = sample("JPEG", 900, 600)
        facts = take_in(data)
        place = shelf.path_of(keep_original(data, facts))
        begun = []
        make = module._make
        monkeypatch.setattr(
            module, "_make", lambda *given: begun.append(1) or make(*given)
        )
        with ThreadPoolExecutor(8) as many:
            results = list(
                many.map(
                    lambda _turn: renditions(place, facts.content_hash, MIDDLE),
                    range(8),
                )
            )
        assert len(begun) == 1
        assert all(result == results[0] for result in results)

    def test_are_made_anew_when_one_is_missing(self):
        data = sample("JPEG", 900, 600)
        made, folder = made_from(data)
        (folder / made[0]["name"]).unlink()
        again, _folder = made_from(data)
        assert again == made
        assert (folder / made[0]["name"]).exists()

    def test_leave_nothing_half_written(self, monkeypatch, media_root):
        data = sample("JPEG", 900, 600)

        def full(self, target):
            raise OSError("No space left on device")

        monkeypatch.setattr("pathlib.Path.replace", full)
        with pytest.raises(OSError, match="No space"):
            made_from(data)
        assert not [p for p in media_root.rglob("*") if p.is_file()]
