"""What the media tests share: sentences are read in English."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """Let refusals speak as they are written in the code."""
    with translation.override("en"):
        yield
