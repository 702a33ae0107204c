"""What is looked at before an article goes out: each check answers what is wrong."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models.desk import Article, ChecklistRule, Image
from articles.text import counts
from articles.text.scripts import HAN
from articles.workflow.likeness import Twin

Check = ChecklistRule.Check
Level = ChecklistRule.Level


class Rule(NamedTuple):
    """How strict a check is, and what it counts in."""

    level: str
    least: int | None = None
    most: int | None = None


class Finding(NamedTuple):
    """What a check found: a sentence, and the id of the place to put it right."""

    passed: bool
    sentence: str
    where: str
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An article with what the checks would otherwise have to look up."""

    article: Article
    today: date
    twin: Twin | None = None


DEFAULTS: Mapping[str, Rule] = {
    Check.SUMMARY: Rule(Level.WARN, least=10, most=120),
    Check.BYLINE: Rule(Level.BLOCK),
    Check.CATEGORY: Rule(Level.BLOCK),
    Check.PICTURE: Rule(Level.WARN),
    Check.LICENCE: Rule(Level.BLOCK),
    Check.PLACEHOLDER: Rule(Level.BLOCK),
    Check.DUPLICATE: Rule(Level.WARN, least=70),
}
"""What holds where no rule was made; a duplicate's least is a percentage."""

_EDGE = r"A-Za-z0-9_./@-"
_LATIN = rf"(?<![{_EDGE}])(?:(?:TK)+|[Xx]{{3,}}|TODO|FIXME|TBD)(?![A-Za-z0-9_@]|-\w)"
# 等待补贴 and 有待核实 are news; 待补 at the end of a phrase and 【待核实】 are not.
_CHINESE = rf"(?<![等有亟急尚仍还])待补充?(?![{HAN}])"
_BRACKETED = (
    r"[【（(\[〔][^】）)\]〕\n]{0,12}待(?:补充?|定|核实?|查|确认|填)[】）)\]〕]"
)
_MARKS = r"[?？]{3,}|[×✕]{3,}"
PLACEHOLDER = re.compile(f"{_LATIN}|{_BRACKETED}|{_CHINESE}|{_MARKS}")
ADDRESS = re.compile(r"https?://\S+|\]\([^)\s]*\)|(?:src|href)=\"[^\"]*\"")
AT_MOST = 5
"""So many placeholders are named; an editor sees from them what is going on."""


def summary(case: Case, rule: Rule) -> Finding:
    """The deck is neither missing nor too short nor too long."""
    length = counts.count(case.article.deck)
    least, most = rule.least or 0, rule.most
    if not length and least:
        return _wrong("id_deck", _("There is no deck."))
    numbers = {"count": length, "least": least, "most": most}
    if length < least:
        said = _("The deck has %(count)s characters or words; it takes %(least)s.")
        return _wrong("id_deck", said % numbers)
    if most is not None and length > most:
        said = _("The deck has %(count)s characters or words; %(most)s are the limit.")
        return _wrong("id_deck", said % numbers)
    return _right("id_deck", _("The deck is neither too short nor too long."))


def byline(case: Case, rule: Rule) -> Finding:
    """Somebody stands under it, or a source."""
    article = case.article
    if article.bylines.all() or article.source_id is not None:
        return _right("bylines-group", _("It says who wrote it."))
    return _wrong("bylines-group", _("It names neither an author nor a source."))


def category(case: Case, rule: Rule) -> Finding:
    """It is filed somewhere."""
    if case.article.filings.all():
        return _right("filed-under", _("It is filed in a category."))
    return _wrong("filed-under", _("It is in no category."))


def picture(case: Case, rule: Rule) -> Finding:
    """It has a picture that is here, described and credited."""
    pictures = pictures_of(case.article)
    if not pictures:
        return _wrong("id_lead_picture", _("It has no picture."))
    wrong = [sentence for one, field in pictures for sentence in _lacking(one, field)]
    if wrong:
        return _wrong(f"id_{pictures[0][1]}", " ".join(dict.fromkeys(wrong)))
    return _right("id_lead_picture", _("Its picture has a description and a credit."))


def licence(case: Case, rule: Rule) -> Finding:
    """No picture is shown beyond its licence."""
    for one, field in pictures_of(case.article):
        ends = one.licence_expires
        if ends is not None and ends < case.today:
            said = _("The licence of “%(picture)s” expired on %(day)s.") % {
                "picture": one, "day": date_format(ends),
            }  # fmt: skip
            return _wrong(f"id_{field}", said)
    return _right("id_lead_picture", _("No picture’s licence has expired."))


def placeholder(case: Case, rule: Rule) -> Finding:
    """Nothing is left to be filled in."""
    found: dict[str, list[str]] = {}
    places = list(_texts(case.article))
    for where, _name, text in places:
        if marks := placeholders(text):
            found.setdefault(where, []).extend(marks)
    if not found:
        return _right("id_body", _("Nothing is left to be filled in."))
    named = {where: name for where, name, _text in places}
    said = _("; ").join(
        _("%(marks)s in the %(place)s") % {"marks": _list(marks), "place": named[where]}
        for where, marks in found.items()
    )
    return _wrong(next(iter(found)), _("Still to be filled in: %s.") % said)


def duplicate(case: Case, rule: Rule) -> Finding:
    """It is not nearly another article."""
    twin, least = case.twin, rule.least or 0
    if twin is None or twin.percent < least:
        return _right("id_body", _("No other article says nearly the same."))
    said = _("It is %(percent)s%% the same as another article.") % {
        "percent": twin.percent
    }
    return Finding(passed=False, sentence=said, where="id_body", other=twin.article)


CHECKS: Mapping[str, Callable[[Case, Rule], Finding]] = {
    Check.SUMMARY: summary,
    Check.BYLINE: byline,
    Check.CATEGORY: category,
    Check.PICTURE: picture,
    Check.LICENCE: licence,
    Check.PLACEHOLDER: placeholder,
    Check.DUPLICATE: duplicate,
}


def placeholders(text: str) -> list[str]:
    """Find what a writer left to be filled in, each once; addresses do not count."""
    plain = ADDRESS.sub(" ", unicodedata.normalize("NFC", text))
    return list(dict.fromkeys(PLACEHOLDER.findall(plain)))


def pictures_of(article: Article) -> list[tuple[Image, str]]:
    """Give the pictures an article shows, each once, with the field that names it."""
    found: dict[int, tuple[Image, str]] = {}
    for field in ("lead_picture", "thumbnail"):
        image: Image | None = getattr(article, field)
        if image is not None:
            found.setdefault(image.pk, (image, field))
    return list(found.values())


def _lacking(image: Image, field: str) -> Iterable[str]:
    if image.status == Image.Status.PENDING:
        yield _("The picture’s file has not been fetched yet.")
    if image.status == Image.Status.FAILED:
        yield _("The picture’s file could not be fetched.")
    if not image.alt.strip():
        yield _("The picture has no description for those who cannot see it.")
    if not image.credit.strip():
        yield _("The picture has no credit.")


def _texts(article: Article) -> Iterable[tuple[str, str, str]]:
    yield "id_title", _("title"), article.title
    yield "id_deck", _("deck"), article.deck
    yield "id_body", _("body"), article.body
    for image, field in pictures_of(article):
        words = "\n".join((image.caption, image.alt, image.credit))
        yield f"id_{field}", _("picture’s words"), words


def _list(marks: list[str]) -> str:
    shown = [f"“{mark}”" for mark in marks[:AT_MOST]]
    return " ".join([*shown, *(["…"] if len(marks) > AT_MOST else [])])


def _right(where: str, sentence: str) -> Finding:
    return Finding(passed=True, sentence=sentence, where=where)


def _wrong(where: str, sentence: str) -> Finding:
    return Finding(passed=False, sentence=sentence, where=where)
