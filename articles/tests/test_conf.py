"""articles/conf.py: one reader, a default for everything."""

import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from articles.conf import Conf, conf


class TestConf:
    def test_has_a_default_for_everything(self, settings):
        settings.NEWSROOM = {}
        assert conf() == Conf()
        assert (conf().page_size, conf().feed_size) == (20, 30)

    def test_follows_overrides_at_once(self):
        with override_settings(NEWSROOM={"PAGE_SIZE": 3}):
            assert conf().page_size == 3
        assert conf().page_size == 20

    def test_is_read_once(self):
        assert conf() is conf()

    def test_cannot_be_changed(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            conf().page_size = 3

    def test_refuses_a_key_it_does_not_know(self, settings):
        settings.NEWSROOM = {"PAGESIZE": 3}
        with pytest.raises(
            ImproperlyConfigured, match=r"no PAGESIZE\. It knows .*PAGE_"
        ):
            conf()
