"""Dates as sources write them, read as true instants; knows no Django."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

# Outside these a date is a placeholder (0001-01-01) or a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1000, 9990

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        1,
    )
}
_CLOCK = r"""
    (?:[T\s,]*
      (?P<half>上午|下午|晚上|中午|凌晨|早上)?\s*
      (?P<hour>\d{1,2})(?:[:时點点]\s*(?P<minute>\d{1,2}))?分?
      (?::?(?P<second>\d{1,2})秒?)?(?:[.,](?P<fraction>\d{1,9}))?
      \s*(?P<ampm>[ap]\.?m\.?)?
    )?
"""
_ZONE = r"""
    \s*(?:(?P<utc>z|utc|gmt|ut)?\s*(?P<offset>[-+]\d{1,2}:?(?:\d{2})?)?)
    \s*(?:\([^()]{0,60}\))?
"""
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?" + _CLOCK + _ZONE,
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+)?"
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTH_FIRST = re.compile(
    _WEEKDAY + _NAME + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    r"(?:\s+at)?" + _CLOCK + _ZONE,
    re.VERBOSE | re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + _NAME
    + r",?[\s-]+(?P<year>\d{4})(?:\s+at)?" + _CLOCK + _ZONE,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T\s]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?" + _ZONE,
    re.VERBOSE | re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_RFC = re.compile(r"[A-Za-z]{3,9},\s|\d{1,2}\s[A-Za-z]{3}\s\d")
_AFTERNOON = {"下午", "晚上", "中午"}


def read_date(text: str, zone: tzinfo) -> datetime | None:
    """Give the instant a date names, in UTC; None where it names none.

    A date without an offset is local to ``zone``; one in the hour a clock change
    skips is read as the clock would have shown before it.
    """
    text = text.strip()
    if not text or len(text) > 100:
        return None
    try:
        moment = _parse(text)
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def names_offset(text: str) -> bool:
    """Tell whether a readable date carries its own offset."""
    try:
        moment = _parse(text.strip())
    except (ValueError, OverflowError):
        return False
    return moment is not None and moment.tzinfo is not None


def _parse(text: str) -> datetime | None:
    if _RFC.match(text) and (moment := _rfc(text)) is not None:
        return moment
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    for shape in (_YEAR_FIRST, _COMPACT, _MONTH_FIRST, _DAY_FIRST):
        if match := shape.fullmatch(text):
            return _moment({k: v for k, v in match.groupdict().items() if v})
    return None


def _rfc(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    # RFC 5322's -0000: the time is UTC, the place unknown.
    if moment.tzinfo is None and text.rstrip().endswith("-0000"):
        return moment.replace(tzinfo=UTC)
    return moment


def _moment(part: dict[str, str]) -> datetime:
    name = part.get("name")
    month = _MONTHS[name.lower()] if name else int(part["month"])
    fraction = part.get("fraction", "0")[:6].ljust(6, "0")
    return datetime(
        int(part["year"]),
        month,
        int(part["day"]),
        tzinfo=_offset(part),
    ) + timedelta(
        hours=_hour(part),
        minutes=_within(part.get("minute", "0"), 59),
        seconds=_within(part.get("second", "0"), 60),
        microseconds=int(fraction),
    )


def _within(text: str, highest: int) -> int:
    number = int(text)
    if number > highest:
        raise ValueError(f"{number} is more than {highest}")
    return number


def _hour(part: dict[str, str]) -> int:
    hour = _within(part.get("hour", "0"), 24)
    half = part.get("ampm", "")[:1].lower() or part.get("half", "")
    if not half:
        return hour
    afternoon = half == "p" or half in _AFTERNOON
    if hour == 12:
        midnight = half in ("a", "凌晨", "晚上", "上午")
        return (24 if half == "晚上" else 0) if midnight else 12
    # Noon begins at eleven for many who write 中午.
    if afternoon and hour < 12 and not (half == "中午" and hour >= 10):
        return hour + 12
    return hour


def _offset(part: dict[str, str]) -> tzinfo | None:
    if offset := part.get("offset"):
        digits = offset[1:].replace(":", "")
        hours = _within(digits[:-2] if len(digits) > 2 else digits, 15)
        minutes = _within(digits[-2:], 59) if len(digits) > 2 else 0
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[0] == "-" else span)
    return UTC if part.get("utc") else None
