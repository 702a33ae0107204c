"""docs/, README.md and CHANGELOG.md say what the code says, in both directions."""

import argparse
import dataclasses
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.urls import resolve
from django.utils import translation

from articles.conf import Conf
from articles.tests import walk
from articles.workflow import MOVES, ROLES

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TEXTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *PAGES]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"`([^`\n]+)`")
PLACEHOLDER = re.compile(r"[<{](\w+)[>}]")
FILLED = {
    "yyyy": "2021", "year": "2021", "mm": "10", "month": "10", "dd": "13", "day": "13",
    "N": "2", "n": "2", "number": "2", "part": "2", "kind": "tag", "form": "atom",
    "article": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    "sha256": "0" * 64, "hash": "0" * 64, "name": "0" * 64 + ".webp",
}  # fmt: skip
"""What stands for the parts of an address in angle brackets or braces."""
BY_LEDGER = {"/{anything}"}
"""Addresses that only the ledger answers."""
ROOM_OF = {"templatetags": "public", "migrations": "models"}
"""Packages whose page is another room's."""


def read(*parts: str) -> str:
    return DOCS.joinpath(*parts).read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """Give what stands under a heading, up to the next one."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"There is no heading {title!r}."
    return found[1]


def table(text: str) -> dict[str, str]:
    """Give the first two cells of each row whose first cell is code."""
    rows = re.findall(r"^\| `([^`]+)` \| (.*?) \|", text, re.M)
    return {name: cell.strip().strip("`") for name, cell in rows}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


class TestSettings:
    page = DOCS / "reference" / "settings.md"

    def variables(self) -> dict[str, str]:
        return table(section(self.page.read_text(encoding="utf-8"), "Environment"))

    def test_every_environment_variable_is_there_and_no_other(self):
        source = (ROOT / "newsroom" / "settings.py").read_text(encoding="utf-8")
        read_by_code = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', source))
        assert set(self.variables()) == read_by_code

    def test_defaults_are_those_of_the_example_file(self):
        lines = (ROOT / ".env.example").read_text(encoding="utf-8")
        example = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", lines, re.M))
        documented = self.variables()
        assert set(example) == set(documented)
        for name, default in example.items():
            if default and name != "ENV_FILE":
                assert documented[name] == default, name

    def test_every_newsroom_key_has_its_default(self):
        text = self.page.read_text(encoding="utf-8")
        documented = table(section(text, "Newsroom"))
        defaults = {
            field.name.upper(): str(field.default) for field in dataclasses.fields(Conf)
        }
        assert documented == defaults


class TestCommands:
    text = read("reference", "commands.md")
    own = sorted(name for name, app in get_commands().items() if app == "articles")

    def test_each_has_a_section_and_no_section_is_about_nothing(self):
        headings = re.findall(r"^## ([a-z_]+)$", self.text, re.M)
        assert sorted(headings) == self.own

    @pytest.mark.parametrize("name", own)
    def test_arguments_are_those_of_the_parser(self, name):
        command = load_command_class("articles", name)
        parser = command.create_parser("manage.py", name)
        common = {one.dest for one in Bare().create_parser("manage.py", name)._actions}
        arguments = {
            max(one.option_strings, key=len, default=one.dest)
            for one in parser._actions
            if one.dest not in common and one.help != argparse.SUPPRESS
        }
        assert set(table(section(self.text, name))) == arguments

    def test_make_targets_are_those_of_the_makefile(self):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = re.findall(r"^([a-z]+):.*## ", makefile, re.M)
        assert sorted(table(section(self.text, "Make"))) == sorted(targets)

    @pytest.mark.parametrize("path", TEXTS, ids=relative)
    def test_commands_named_anywhere_exist(self, path):
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"manage\.py ([a-z][a-z_]+)", text))
        assert named <= set(get_commands()), named - set(get_commands())
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        for target in re.findall(r"`make ([a-z]+)", text):
            assert f"\n{target}:" in makefile, target


class Bare(BaseCommand):
    """A command without arguments of its own."""


class TestAddresses:
    def matches(self) -> dict[str, str]:
        """Give the route that each address on the page leads to, by address."""
        found = {}
        for address in CODE.findall(read("reference", "addresses.md")):
            if address.startswith("/") and " " not in address:
                path = PLACEHOLDER.sub(lambda hole: FILLED.get(hole[1], "a"), address)
                first = path.split("/")[1]
                language = first if first in ("en", "zh-hant") else "zh-hans"
                with translation.override(language):
                    found[address] = resolve(path).view_name
        return found

    def test_each_is_one_of_the_site(self):
        nowhere = [
            address
            for address, name in self.matches().items()
            if name == "public:elsewhere" and address not in BY_LEDGER
        ]
        assert not nowhere

    def test_every_route_is_there(self):
        routes = {route.name for route in walk.routes()}
        missing = routes - set(self.matches().values()) - {"public:elsewhere"}
        assert not missing


class TestRolesAndMoves:
    def test_every_move_is_there_and_no_other(self):
        text = read("reference", "roles.md")
        assert set(table(section(text, "Moves"))) == set(MOVES)

    def test_every_move_names_its_permission(self):
        rows = section(read("reference", "roles.md"), "Moves").splitlines()
        for name, move in MOVES.items():
            (row,) = (row for row in rows if row.startswith(f"| `{name}` |"))
            assert f"`{move.permission.removeprefix('articles.')}`" in row

    def test_every_role_is_there(self):
        text = read("reference", "roles.md")
        assert all(role in text for role in ROLES)


class TestRooms:
    def rooms(self) -> set[str]:
        packages = {one.parent for one in ROOT.glob("articles/*/__init__.py")}
        names = {ROOM_OF.get(one.name, one.name) for one in packages}
        return names | {"newsroom", "delivery"}

    def test_every_package_has_its_page_and_every_page_its_package(self):
        assert {page.stem for page in (DOCS / "rooms").glob("*.md")} == self.rooms()

    def test_the_readme_has_them_all_on_its_map(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        missing = [name for name in self.rooms() if f"rooms/{name}.md" not in readme]
        assert not missing

    @pytest.mark.parametrize("path", PAGES, ids=relative)
    def test_files_named_on_a_page_exist(self, path):
        named = CODE.findall(path.read_text(encoding="utf-8"))
        files = [one for one in named if re.fullmatch(r"[\w./-]+/[\w.-]+\.py", one)]
        for one in files:
            places = (ROOT / one, ROOT / "articles" / one)
            assert any(place.exists() for place in places), one


class TestLinks:
    @pytest.mark.parametrize("path", TEXTS, ids=relative)
    def test_lead_to_files(self, path):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if not re.match(r"https?:|article:|image:", target):
                assert (path.parent / target).exists(), target

    def test_every_page_is_in_the_index(self):
        index = DOCS / "README.md"
        linked = {
            (DOCS / target).resolve()
            for target in LINK.findall(index.read_text(encoding="utf-8"))
            if "://" not in target
        }
        missing = {page.resolve() for page in PAGES} - linked - {index.resolve()}
        assert not missing, sorted(map(relative, missing))


class TestDecisions:
    pages = sorted((DOCS / "adr").glob("*.md"))

    @pytest.mark.parametrize("path", pages, ids=relative)
    def test_have_their_parts(self, path):
        text = path.read_text(encoding="utf-8")
        number = path.name.partition("-")[0]
        assert text.startswith(f"# {number} ")
        assert "\nStatus: " in text
        headings = re.findall(r"^## (.+)$", text, re.M)
        parts = ["Context", "Goals", "Non-goals", "Decision", "Consequences"]
        assert [one for one in headings if one in parts] == parts

    def test_have_numbers_of_their_own(self):
        numbers = [path.name.partition("-")[0] for path in self.pages]
        assert len(set(numbers)) == len(numbers)

    def test_give_a_reason_for_every_dependency(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        declared = [
            *project["project"]["dependencies"],
            *chain(*project["project"]["optional-dependencies"].values()),
        ]
        names = {re.match(r"[\w-]+", line)[0] for line in declared}
        assert set(table(read("adr", "0009-dependencies.md"))) == names


class TestChangelog:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    def test_has_entries_under_unreleased(self):
        assert re.search(r"^- ", section(self.text, "Unreleased"), re.M)

    def test_every_entry_says_of_what_kind_it_is(self):
        kinds = (
            r"(Added|Fixed|Security|Docs|Maintenance|\*\*Backwards incompatible\*\*)"
        )
        entries = re.findall(r"^- (.*)$", self.text, re.M)
        assert [one for one in entries if not re.match(f"{kinds}: ", one)] == []


class TestReadme:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    def test_names_the_two_commands(self):
        assert "make run" in self.text
        assert "make test" in self.text

    def test_shows_the_running_site(self):
        pictures = re.findall(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", self.text)
        assert pictures
        for picture in pictures:
            assert (ROOT / picture).stat().st_size < 300_000
