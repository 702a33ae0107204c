"""requirements*.txt: pinned, hashed, of one mind, and naming no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,]+\])?==(?P<version>[\w.]+)(?P<rest>.*)$")
FILES = ["requirements.txt", "requirements-dev.txt"]


def text(name):
    return Path(settings.BASE_DIR, name).read_text("utf-8")


def pins(name):
    found = (PIN.match(line) for line in text(name).splitlines())
    return {match["name"].lower(): match["version"] for match in found if match}


def blocks(name):
    """Answer the file's pins, each with its hashes and what asked for it."""
    return re.split(r"\n(?=[\w.-]+(?:\[.*\])?==)", text(name))


def declared(*extras):
    project = tomllib.loads(text("pyproject.toml"))["project"]
    sets = [project["dependencies"]]
    sets += [project["optional-dependencies"][extra] for extra in extras]
    return {re.match(r"[\w.-]+", one)[0].lower() for many in sets for one in many}


class TestLocks:
    @pytest.mark.parametrize("name", FILES)
    def test_name_no_host(self, name):
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text(name))

    @pytest.mark.parametrize("name", FILES)
    def test_hash_every_pin(self, name):
        assert len(blocks(name)) == len(pins(name)) > 20
        assert all("--hash=sha256:" in block for block in blocks(name))

    def test_agree_on_every_version(self):
        served, developed = (pins(name) for name in FILES)
        assert served.items() <= developed.items()

    def test_hold_all_that_is_declared(self):
        assert declared("scale") <= pins("requirements.txt").keys()
        assert declared("scale", "dev") <= pins("requirements-dev.txt").keys()

    def test_keep_development_tools_out_of_what_is_served(self):
        """A tool may be there only because something that is served needs it."""
        tools = declared("dev") - declared("scale")
        asked_for = {
            re.match(r"[\w.-]+", block)[0].lower()
            for block in blocks("requirements.txt")
            if "newsroom (pyproject.toml)" in block
        }
        assert asked_for >= declared("scale")
        assert not tools & asked_for
