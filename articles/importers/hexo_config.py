"""What a Hexo site's `_config.yml` says about addresses, file names and time."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from articles.importers import yaml_core
from articles.importers.files import SourceProblem
from articles.importers.yaml_core import YamlProblem

CONFIG_NAMES = ("_config.yml", "_config.yaml")
MAX_PATH = 800
# More variables than dates and titles have only make matching slow.
_MAX_VARIABLES = 6
_MAX_CONFIG = 256 * 1024
# Hexo's own: `:year_:month` are two variables, `:i_month` is one.
_VARIABLE = re.compile(r":(\w*[^\W_])")
_SITE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_DATED_NAME = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[-_ ]")
_NAME_PARTS = {
    "year": r"(?P<year>\d{4})",
    "month": r"(?P<month>\d{2})",
    "day": r"(?P<day>\d{2})",
    "i_month": r"(?P<month>\d{1,2})",
    "i_day": r"(?P<day>\d{1,2})",
    "title": r"(?P<title>.+)",
    "hash": r"[0-9a-f]{12}",
    "lang": r"[A-Za-z]{2}(?:-[A-Za-z]{2,4})?",
}
SPECIALS = re.compile(r"""[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:"'<>,.?/]+""")


@dataclass(frozen=True, slots=True)
class HexoConfig:
    """The settings an import needs; empty ones mean: the site does not say."""

    permalink: str = ""
    new_post_name: str = ""
    timezone: str = ""
    language: str = ""
    root: str = "/"
    category_map: Mapping[str, str] | None = None
    default_category: str = "uncategorized"

    def zone(self, default: tzinfo) -> tzinfo:
        """Give the zone of dates without an offset."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else default
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return default


def find_config(source: Path) -> Path | None:
    """Find the configuration of the site that a folder or file of posts is part of."""
    here = source.resolve()
    folders = [here, here.parent] if here.name == "source" else [here]
    for parent in (here, *here.parents):
        if parent.name in ("_posts", "_drafts"):
            folders = [parent.parent, parent.parent.parent]
            break
    for folder in folders:
        for name in CONFIG_NAMES:
            if (folder / name).is_file():
                return folder / name
    return None


def load_config(path: Path) -> HexoConfig:
    """Read a `_config.yml`; raises `SourceProblem` with the line it fails on."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_MAX_CONFIG).decode("utf-8-sig")
        mapping = yaml_core.load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceProblem(f"{path} cannot be read: {error}.") from error
    except YamlProblem as problem:
        raise SourceProblem(f"{path}:{problem.line + 1}: {problem.reason}.") from None
    if mapping is None:
        raise SourceProblem(f"{path} is not a Hexo configuration: it has no settings.")
    return _config(mapping.values)


def _config(values: Mapping[str, Any]) -> HexoConfig:
    def text(key: str) -> str:
        value = values.get(key)
        return value if isinstance(value, str) else ""

    names = values.get("category_map")
    return HexoConfig(
        permalink=text("permalink"),
        new_post_name=text("new_post_name"),
        timezone=text("timezone"),
        language=text("language"),
        root=text("root") or "/",
        category_map=names if isinstance(names, dict) else None,
        default_category=text("default_category") or "uncategorized",
    )


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a post's file name says: its title part, and a date where it carries one."""

    title: str
    date: str = ""


def name_parts(stem: str, config: HexoConfig) -> NameParts:
    """Take a file's name apart by the site's `new_post_name`, else by its look."""
    if pattern := _name_pattern(config.new_post_name):
        if match := pattern.fullmatch(stem):
            return NameParts(match.groupdict().get("title") or stem, _date(match))
        return NameParts(stem)
    match = _DATED_NAME.match(stem)
    return NameParts(stem, _date(match)) if match else NameParts(stem)


def _name_pattern(rule: str) -> re.Pattern[str] | None:
    stem = str(PurePosixPath(rule).with_suffix("")) if rule else ""
    if stem in ("", ":title"):
        return None
    pieces = _VARIABLE.split(stem)
    if len(pieces) > 2 * _MAX_VARIABLES + 1:
        return None
    parts = [
        _NAME_PARTS.get(piece, ".*?") if odd % 2 else re.escape(piece)
        for odd, piece in enumerate(pieces)
    ]
    try:
        return re.compile("".join(parts))
    except re.error:
        # A variable named twice: the rule says nothing we can use.
        return None


def _date(match: re.Match[str]) -> str:
    part = match.groupdict()
    if not (part.get("year") and part.get("month") and part.get("day")):
        return ""
    return f"{part['year']}-{part['month']}-{part['day']}"


def address_path(address: str) -> str | None:
    """Give the path of a permalink as the ledger keeps it; None where it has none.

    A path that climbs (`/../`) never was an address.
    """
    path = _SITE.sub("", address.strip(), count=1)
    try:
        path = unquote(re.split("[?#]", path, maxsplit=1)[0], errors="strict")
    except UnicodeDecodeError:
        return None
    path = "/" + re.sub(r"//+", "/", path).lstrip("/")
    climbs = ".." in path.split("/") or "\\" in path
    if path == "/" or climbs or len(path) > MAX_PATH or not path.isprintable():
        return None
    return path


@dataclass(frozen=True, slots=True)
class AddressParts:
    """What a permalink rule can ask about a post."""

    slug: str
    title: str
    moment: datetime | None
    categories: tuple[tuple[str, ...], ...]
    values: Mapping[str, Any]


def rule_addresses(
    config: HexoConfig, parts: AddressParts, zone: tzinfo, *, had_offset: bool
) -> tuple[str, ...]:
    """Compute where the site's permalink rule put a post.

    Hexo moves a date that carries an offset once more by the configured zone when
    that is not the machine's; which machine built the site is not known, so both
    days are given.
    """
    if not config.permalink or parts.moment is None:
        return ()
    local = parts.moment.astimezone(zone)
    moments = [local]
    if had_offset and config.timezone and (shift := local.utcoffset()):
        moments.append(parts.moment.astimezone(UTC) - shift)
    found = (_address(parts, moment, config) for moment in moments)
    return tuple(dict.fromkeys(path for path in found if path))


def _address(parts: AddressParts, at: datetime, config: HexoConfig) -> str | None:
    filled = _VARIABLE.sub(
        lambda match: _fill(match[1], parts, at, config), config.permalink
    )
    return None if ":" in filled else address_path(f"{config.root}/{filled}")


def _fill(name: str, parts: AddressParts, at: datetime, config: HexoConfig) -> str:
    stem = PurePosixPath(parts.slug).name
    if name == "category":
        return _category(parts.categories, config)
    known = {
        "year": f"{at:%Y}",
        "month": f"{at:%m}",
        "day": f"{at:%d}",
        "i_month": str(at.month),
        "i_day": str(at.day),
        "hour": f"{at:%H}",
        "minute": f"{at:%M}",
        "second": f"{at:%S}",
        "timestamp": str(int(at.timestamp())),
        "title": parts.slug,
        "name": stem,
        "post_title": SPECIALS.sub("-", parts.title).strip("-"),
        "hash": _hash(parts.slug, at),
    }
    if name in known:
        return known[name]
    value = parts.values.get(name)
    # A variable nobody set leaves its colon, and so no address.
    return str(value) if isinstance(value, str | int) else f":{name}"


def _hash(slug: str, at: datetime) -> str:
    seed = f"{slug}{int(at.timestamp())}"
    return hashlib.sha1(seed.encode(), usedforsecurity=False).hexdigest()[:12]


def _category(categories: tuple[tuple[str, ...], ...], config: HexoConfig) -> str:
    if not categories:
        return config.default_category
    names = config.category_map or {}
    return "/".join(
        SPECIALS.sub("-", str(names.get(name, name))).strip("-")
        for name in categories[-1]
    )
