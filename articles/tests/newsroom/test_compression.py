"""newsroom/delivery/compression: what is everybody's travels small, nothing else does."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsroom.delivery.compression import CompressionMiddleware, accepted

TEXT = "渡轮复航。" * 200


def answer(coding="br", body=TEXT, **headers):
    """Pass an answer through, for a browser that takes a coding."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    said = {"Cache-Control": "max-age=0", "ETag": '"abc"', **given}
    response = HttpResponse(body)
    for name, value in said.items():
        if value:
            response[name] = value
    request = RequestFactory().get("/", headers={"accept-encoding": coding})
    return CompressionMiddleware(lambda _: response)(request)


class TestCompression:
    @pytest.mark.parametrize(
        ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
    )
    def test_gives_the_same_page_smaller(self, coding, unpack):
        packed = answer(coding)
        assert packed["Content-Encoding"] == coding
        assert unpack(packed.content).decode() == TEXT
        assert len(packed.content) < 200
        assert (packed["ETag"], packed["Vary"]) == ('W/"abc"', "Accept-Encoding")

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cache_Control": "private"},
            {"Cache_Control": "no-store"},
            {"Cache_Control": ""},
            {"Content_Type": "image/webp"},
            {"Content_Encoding": "gzip"},
        ],
    )
    def test_leaves_alone_what_is_not_everybodys_text(self, headers):
        left = answer(**headers)
        assert left.content.decode() == TEXT and left["ETag"] == '"abc"'

    def test_leaves_alone_what_sets_a_cookie(self):
        response = HttpResponse(TEXT, headers={"Cache-Control": "max-age=0"})
        response.set_cookie("a", "b")
        request = RequestFactory().get("/", headers={"accept-encoding": "br"})
        left = CompressionMiddleware(lambda _: response)(request)
        assert left.content.decode() == TEXT

    def test_leaves_alone_what_is_short_or_streamed(self):
        assert answer(body="短").content.decode() == "短"
        stream = StreamingHttpResponse([b"x" * 900], headers={"Cache-Control": "a"})
        request = RequestFactory().get("/", headers={"accept-encoding": "br"})
        assert CompressionMiddleware(lambda _: stream)(request) is stream

    @pytest.mark.parametrize(
        ("header", "coding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=1.0, br;q=0", "gzip"),
            ("*", "br"),
            ("identity", ""),
            ("", ""),
        ],
    )
    def test_takes_the_best_the_browser_takes(self, header, coding):
        assert accepted(header) == coding


@pytest.mark.django_db
class TestSite:
    def test_pages_hear_304_whichever_way_they_travelled(self, client):
        packed = client.get("/", headers={"accept-encoding": "br"})
        assert packed["Content-Encoding"] == "br"
        again = client.get(
            "/", headers={"accept-encoding": "br", "if-none-match": packed["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again["Vary"] == "Accept-Encoding"

    def test_answers_to_a_question_travel_small(self, client):
        packed = client.get("/search/?q=灯", headers={"accept-encoding": "br"})
        assert packed["Cache-Control"] == "private, no-cache"
        assert "灯" in brotli.decompress(packed.content).decode()

    def test_the_desk_is_left_alone(self, client):
        page = client.get("/admin/login/", headers={"accept-encoding": "br, gzip"})
        assert "Content-Encoding" not in page
