"""What a camera's picture costs, beside libvips making the same files."""

import io
import logging
import multiprocessing
import time

import pytest
from django.test import override_settings
from PIL import Image as Pillow
from PIL import ImageFilter

from articles.media import shelf
from articles.media.crops import Focus
from articles.media.intake import keep_original, take_in
from articles.media.renditions import (
    AVIF_QUALITY,
    JPEG_QUALITY,
    WEBP_QUALITY,
    _plan,
    renditions,
)
from articles.tests.processes import forget_peak, peak

pytestmark = pytest.mark.bench
SIZE = (6000, 4000)
MIDDLE = Focus()


def camera_picture():
    """Give a JPEG of 24 megapixels: soft shapes with the grain of a sensor."""
    soft = Pillow.effect_noise((600, 400), 90).filter(ImageFilter.GaussianBlur(6))
    grain = Pillow.effect_noise(SIZE, 9)
    bands = [
        Pillow.blend(soft.rotate(turn).resize(SIZE), grain, 0.3) for turn in (0, 180, 0)
    ]
    out = io.BytesIO()
    Pillow.merge("RGB", bands).save(out, "JPEG", quality=92)
    return out.getvalue()


def by_newsroom(data):
    """Take the picture in and make every rendition."""
    facts = take_in(data)
    place = shelf.path_of(keep_original(data, facts))
    return len(renditions(place, facts.content_hash, MIDDLE))


def by_libvips(data):
    """Make the same cuts in the same types, each from the file, as libvips likes it."""
    import pyvips  # its threads must not outlive a fork

    logging.getLogger("pyvips").setLevel(logging.WARNING)
    made = 0
    for step in _plan(SIZE, MIDDLE, "image/jpeg"):
        left, top, right, _bottom = step.cut.box
        part = (right - left) / SIZE[0]
        whole = pyvips.Image.thumbnail_buffer(data, round(step.cut.width / part))
        scale = whole.width / SIZE[0]
        box = (round(left * scale), round(top * scale))
        width = min(step.cut.width, whole.width - box[0])
        height = min(step.cut.height, whole.height - box[1])
        cut = whole.crop(*box, width, height).copy_memory()
        for mime in step.types:
            if mime == "image/avif":
                cut.write_to_buffer(".avif", Q=AVIF_QUALITY, effort=0)
            elif mime == "image/webp":
                cut.write_to_buffer(".webp", Q=WEBP_QUALITY, effort=4)
            else:
                cut.write_to_buffer(".jpg", Q=JPEG_QUALITY, optimize_coding=True)
            made += 1
    return made


def measured(way, data, sender):
    """Do it, and send how many files, seconds of CPU and megabytes it took."""
    forget_peak()
    began, before = time.process_time(), peak()
    made = way(data)
    sender.send((made, time.process_time() - began, peak(), before))


def in_a_process_of_its_own(way, data):
    """Measure in a fresh process, so that the peak of memory is its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=measured, args=(way, data, sender)
    )
    process.start()
    result = receiver.recv()
    process.join()
    return result


def test_a_camera_picture_costs_no_more_than_with_libvips(tmp_path, capsys):
    data = camera_picture()
    with override_settings(MEDIA_ROOT=tmp_path):
        ours = in_a_process_of_its_own(by_newsroom, data)
    theirs = in_a_process_of_its_own(by_libvips, data)
    with capsys.disabled():
        for name, (made, seconds, most, before) in (
            ("newsroom", ours), ("libvips", theirs),
        ):  # fmt: skip
            print(  # noqa: T201 (a figure for the hand)
                f"\n{name}: {len(data) / 1e6:.1f} MB of JPEG, {made} files, "
                f"{seconds:.2f} s CPU, peak {most:.0f} MB ({before:.0f} before)",
                end="",
            )
    assert ours[0] == theirs[0]
    assert ours[1] <= 2 * theirs[1]
    assert ours[2] <= 256
