"""The fragments that generated articles are put together from: `fixtures/demo/`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

THEMES = (
    "news",
    "economy",
    "science",
    "culture",
    "life",
    "sport",
    "opinion",
    "english",
)
"""The files, in the order of the sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the articles of one category are about, and how they speak of it."""

    path: tuple[str, ...]
    subjects: tuple[str, ...]
    titles: tuple[str, ...]
    decks: tuple[str, ...]
    leads: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One section: its colours, its words, its topics."""

    name: str
    language: str
    colours: tuple[str, ...]
    tags: tuple[str, ...]
    sentences: tuple[str, ...]
    heads: tuple[str, ...]
    points: tuple[str, ...]
    quotes: tuple[str, ...]
    notes: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    offices: tuple[str, ...]
    roles: tuple[str, ...]
    table: tuple[str, ...]
    topics: tuple[Topic, ...]

    @property
    def chinese(self) -> bool:
        """Tell whether sentences follow each other without a space."""
        return self.language.startswith("zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk says about articles, and who signs besides people."""

    about: str
    desks: tuple[str, ...]
    outlets: tuple[str, ...]
    withdrawn: tuple[str, ...]
    updates: tuple[str, ...]
    requests: tuple[str, ...]


def folder() -> Path:
    """Give the place of the fragments."""
    return Path(settings.BASE_DIR) / "fixtures" / "demo"


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    """Read all sections; a Chinese one takes from `common.toml` what it lacks."""
    common = _read("common")
    return tuple(_theme(name, common) for name in THEMES)


@lru_cache(maxsize=1)
def desk() -> Desk:
    """Read what is not about one section."""
    common = _read("common")
    names = ("desks", "outlets", "withdrawn", "updates", "requests")
    lists = {name: tuple(common[name]) for name in names}
    return Desk(about=common["about"], **lists)


def topics() -> list[tuple[Theme, Topic]]:
    """Give every topic with its section."""
    return [(theme, topic) for theme in themes() for topic in theme.topics]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((folder() / f"{name}.toml").read_text(encoding="utf-8"))


def _theme(name: str, common: dict[str, Any]) -> Theme:
    own = _read(name)
    shared = {} if "language" in own else common
    if shared:
        own["sentences"] = [*own["sentences"], *shared["sentences"]]
        own["tags"] = [*own["tags"], *shared["tags"]]
    lists = {
        key: tuple(own.get(key) or shared[key])
        for key in Theme.__dataclass_fields__
        if key not in ("name", "language", "topics")
    }
    return Theme(
        name=name,
        language=own.get("language", "zh-Hans"),
        topics=tuple(
            Topic(**{key: tuple(value) for key, value in topic.items()})
            for topic in own["topic"]
        ),
        **lists,
    )
