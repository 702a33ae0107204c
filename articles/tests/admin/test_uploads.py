"""Pictures that scripts bring along: taken in or refused, found again, shown."""

import pytest

from articles.models.desk import Image
from articles.tests.admin.test_images import upload
from articles.tests.media.samples import sample
from articles.tests.workflow.people import make_user

UPLOAD = "/admin/articles/image/upload/"
OFFER = "/admin/articles/image/offer/"


@pytest.mark.django_db
class TestUpload:
    def test_answers_the_name_a_text_uses(self, desk):
        told = desk.post(UPLOAD, {"file": upload(), "alt": " 清晨的码头 "}).json()
        image = Image.objects.get()
        assert told["address"] == f"image:{image.uuid}"
        assert (told["alt"], told["known"]) == ("清晨的码头", False)
        response = desk.get(told["shown_at"])
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"

    def test_of_known_bytes_gives_the_known_picture_and_its_words(self, desk):
        first = desk.post(UPLOAD, {"file": upload(), "alt": "码头"}).json()
        again = desk.post(UPLOAD, {"file": upload(), "alt": "image.png"}).json()
        assert again == first | {"known": True}
        assert Image.objects.get().alt == "码头"

    @pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"%PDF-1.4", b""])
    def test_refuses_what_is_no_picture_with_a_sentence(self, desk, data):
        response = desk.post(UPLOAD, {"file": upload(data, "a.jpg")})
        assert response.status_code == 422
        assert response.json()["refused"]
        assert not Image.objects.exists()

    def test_says_that_there_was_no_file(self, desk):
        response = desk.post(UPLOAD, {"file": "text"})
        assert response.status_code == 422
        assert "没有文件" in response.json()["refused"]

    def test_is_for_those_who_may_add_pictures(self, log_in):
        client = log_in(make_user("guest"))
        assert client.post(UPLOAD, {"file": upload()}).status_code == 403
        assert not Image.objects.exists()


@pytest.mark.django_db
class TestOffer:
    def test_finds_pictures_by_their_words_newest_first(self, desk):
        for number, alt in enumerate(("码头", "码头的灯塔", "会议")):
            file = upload(sample("PNG", 40 + number, 30), f"{number}.png")
            desk.post(UPLOAD, {"file": file, "alt": alt})

        def found(q: str) -> list[str]:
            return [one["alt"] for one in desk.get(OFFER, {"q": q}).json()["pictures"]]

        assert found("") == ["会议", "码头的灯塔", "码头"]
        assert found("码头") == ["码头的灯塔", "码头"]
        assert found("码头 灯塔") == ["码头的灯塔"]
        assert found("nothing") == []
