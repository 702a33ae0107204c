"""Public pictures over HTTP."""

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from articles.media import desk_file, fill, publish_renditions, retire
from articles.media.pictures import ADDRESS
from articles.models.desk import Image
from articles.tests.factories import NOON
from articles.tests.media.samples import sample

HASH = "0" * 64


@pytest.fixture
def facts():
    image = Image(created_at=NOON)
    fill(image, sample("JPEG", 500, 400))
    return publish_renditions(image)


@pytest.fixture
def client():
    return Client()


def fetched(client, url, headers=None):
    response = client.get(url, headers=headers or {})
    response.body = b"".join(response.streaming_content)
    return response


class TestPicture:
    def test_is_served_whole_and_for_ever(self, client, facts):
        for source in facts["sources"]:
            for file in source["files"]:
                response = fetched(client, file["url"])
                assert response.status_code == 200
                assert response["Content-Type"] == source["type"]
                assert response["X-Content-Type-Options"] == "nosniff"
                assert "immutable" in response["Cache-Control"]
                assert "sandbox" in response["Content-Security-Policy"]
                assert int(response["Content-Length"]) == len(response.body) > 0
                assert "Set-Cookie" not in response
                assert "Vary" not in response

    def test_stands_at_the_address_its_facts_name(self):
        name = f"{HASH}.webp"
        assert reverse("media:picture", args=[name]) == f"{ADDRESS}{name}"

    def test_is_not_sent_again_to_who_has_it(self, client, facts):
        url = facts["enclosure"]["url"]
        etag = fetched(client, url)["ETag"]
        for known in (etag, f"W/{etag}", f'"x", {etag}'):
            response = client.get(url, headers={"If-None-Match": known})
            assert response.status_code == 304
            assert response["ETag"] == etag
        assert fetched(client, url, {"If-None-Match": '"x"'}).status_code == 200

    def test_is_gone_once_retired_even_for_who_has_it(self, client, facts):
        url = facts["enclosure"]["url"]
        etag = fetched(client, url)["ETag"]
        retire([url.removeprefix(ADDRESS)], in_use=lambda asked: ())
        response = client.get(url, headers={"If-None-Match": etag})
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response

    def test_private_files_have_no_address(self, client, media_root):
        image = Image(created_at=NOON)
        fill(image, sample("PNG", 500, 400))
        made = desk_file(image)
        for name in (f"{image.content_hash}.webp", made.path.name):
            assert client.get(f"{ADDRESS}{name}").status_code == 404

    @pytest.mark.parametrize(
        "name",
        [
            "", "x", "../newsroom.sqlite3", f"../{HASH}.webp", f"{HASH}.svg",
            f"{HASH}.html", f"{HASH}.webp/", f"{HASH}.webp\n", f"{HASH}.gif", f"{HASH[:31]}.webp",
            f"{HASH.replace('0', 'A')}.webp", f"{HASH}\0.webp", f"{HASH}.webp.html",
            f"public/{HASH}.webp", "originals/00/x.jpg", f"/{HASH}.webp",
            f"{HASH.replace('0', '０')}.webp",
        ],
    )  # fmt: skip
    def test_no_other_name_is_looked_up(self, name):
        with pytest.raises(Resolver404):
            resolve(f"{ADDRESS}{name}", urlconf="articles.media.urls")
        assert resolve(f"{ADDRESS}{HASH}.webp", urlconf="articles.media.urls")

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_is_only_read(self, client, facts, method):
        url = facts["enclosure"]["url"]
        assert getattr(client, method)(url).status_code == 405

    @pytest.mark.django_db
    def test_answers_head_without_a_body(self, client, facts):
        response = client.head(facts["enclosure"]["url"])
        assert response.status_code == 200
        assert int(response["Content-Length"]) == facts["enclosure"]["bytes"]
        response.close()
