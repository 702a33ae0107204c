"""articles/checks.py: a wrong setting is found before a reader finds it."""

import pytest

from articles.checks import check_language, check_newsroom


class TestNewsroom:
    def test_is_content_with_the_defaults(self, settings):
        settings.NEWSROOM = {}
        assert check_newsroom(None) == []

    @pytest.mark.parametrize(
        ("given", "code", "hint"),
        [
            ({"PAGE_SIZES": 3}, "articles.E001", "articles/conf.py"),
            ({"SITE_URL": "news.example"}, "articles.E002", "https://news.example"),
            ({"SITE_URL": "ftp://news.example"}, "articles.E002", "scheme and host"),
            ({"SITE_URL": "https://a.example/x"}, "articles.E002", "host alone"),
            ({"PAGE_SIZE": 0}, "articles.E003", "default 20"),
            ({"FEED_SIZE": "30"}, "articles.E003", "default 30"),
            ({"FETCH_TIMEOUT": True}, "articles.E003", "default "),
            ({"OUTLETS": "新华社"}, "articles.E004", "a tuple of names"),
            ({"OUTLETS": ("新华社", "")}, "articles.E004", "a tuple of names"),
            ({"NAME": " "}, "articles.E005", "SITE_NAME"),
        ],
    )
    def test_names_what_is_wrong_and_the_fix(self, settings, given, code, hint):
        settings.NEWSROOM = given
        (error,) = check_newsroom(None)
        assert error.id == code
        assert hint in error.hint
        assert next(iter(given)) in error.msg


class TestLanguage:
    def test_must_be_offered(self, settings):
        assert check_language(None) == []
        settings.LANGUAGES = [("en", "English")]
        (error,) = check_language(None)
        assert error.id == "articles.E006"
