"""The checklist of one article: what is wrong with it, how grave that is, and where."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import Article, Category, ChecklistRule, Override
from articles.workflow.checks import CHECKS, DEFAULTS, Case, Rule
from articles.workflow.facts import Facts
from articles.workflow.likeness import twin_of

Check = ChecklistRule.Check
Level = ChecklistRule.Level
STRICTNESS = (Level.OFF, Level.WARN, Level.BLOCK)
# Kept on the article as it was loaded: every move asks, and the panel after them.
_KEPT = "_desk_checklist"


class Item(NamedTuple):
    """One line of the checklist.

    ``where`` is the id of the form's place where it can be put right, ``other`` the
    article this one is nearly the same as: its title is only for who may see it.
    ``let_pass`` is the override of this very revision, where there is one.
    """

    check: str
    label: str | Promise
    level: str
    passed: bool
    sentence: str
    where: str
    other: int | None = None
    let_pass: Override | None = None

    @property
    def blocks(self) -> bool:
        """Say whether this alone keeps the article from going out."""
        return not self.passed and self.level == Level.BLOCK and self.let_pass is None


def look_at(article: Article, *, at: datetime) -> list[Item]:
    """Go through the checklist, in a number of queries that no article changes.

    Looks at the working copy, which is what the newest revision says. The same
    question about the same article, as it was loaded, is answered once.
    """
    asked = (article.latest_number, at)
    kept: tuple[object, list[Item]] | None = getattr(article, _KEPT, None)
    if kept is None or kept[0] != asked:
        kept = (asked, _look_at(article, at))
        setattr(article, _KEPT, kept)
    return kept[1]


def standing_in_the_way(facts: Facts) -> str:
    """Say what the checklist blocks; nothing where all is well or was let pass."""
    wrong = [item.sentence for item in _blocking(facts)]
    if not wrong:
        return ""
    return _("The checklist is against it: %s") % " ".join(wrong)


def blocking(facts: Facts) -> list[str]:
    """Name the checks that keep the newest revision from going out."""
    return [item.check for item in _blocking(facts)]


def _blocking(facts: Facts) -> list[Item]:
    return [item for item in look_at(facts.article, at=facts.at) if item.blocks]


def _look_at(article: Article, at: datetime) -> list[Item]:
    rules = rules_for(filing.category_id for filing in article.filings.all())
    wanted = {name: rule for name, rule in rules.items() if rule.level != Level.OFF}
    twin = twin_of(article) if Check.DUPLICATE in wanted else None
    case = Case(article, today=localtime(at).date(), twin=twin)
    overrides = _overrides(article)
    items = []
    for name, rule in wanted.items():
        found = CHECKS[name](case, rule)
        items.append(
            Item(
                check=name, label=Check(name).label, level=rule.level,
                passed=found.passed, sentence=found.sentence, where=found.where,
                other=found.other, let_pass=overrides.get(name),
            )
        )  # fmt: skip
    return items


def rules_for(categories: Iterable[int]) -> dict[str, Rule]:
    """Give each check's rule: of the innermost category that has one, else everywhere's.

    An article in several categories has to satisfy the strictest of them.
    """
    own: dict[tuple[str, int | None], Rule] = {
        (row.check_name, row.category_id): _rule(row)
        for row in ChecklistRule.objects.order_by("id")
    }
    parents = _parents() if any(place for _name, place in own) else {}
    trails = [_outward(category, parents) for category in categories] or [[None]]
    rules = {}
    for name, default in DEFAULTS.items():
        found = [_innermost(name, trail, own) or default for trail in trails]
        rules[name] = max(found, key=lambda rule: STRICTNESS.index(Level(rule.level)))
    return rules


def _rule(row: ChecklistRule) -> Rule:
    """Give a row's rule; what it does not count in stays as it is by default."""
    default = DEFAULTS[row.check_name]
    return Rule(
        row.level,
        default.least if row.least is None else row.least,
        default.most if row.most is None else row.most,
    )


def _innermost(
    name: str, trail: list[int | None], own: dict[tuple[str, int | None], Rule]
) -> Rule | None:
    places = ((name, place) for place in trail)
    return next((own[place] for place in places if place in own), None)


def _parents() -> dict[int, int | None]:
    rows = Category.objects.without_tree_fields().order_by("pk")
    return dict(rows.values_list("pk", "parent_id"))


def _outward(category: int, parents: dict[int, int | None]) -> list[int | None]:
    """Give a category, those above it, and last of all everywhere."""
    trail: list[int | None] = []
    place: int | None = category
    while place is not None and place not in trail:
        trail.append(place)
        place = parents.get(place)
    return [*trail, None]


def _overrides(article: Article) -> dict[str, Override]:
    """Give who let the newest revision pass, by check; another revision asks again."""
    rows = Override.objects.filter(
        article=article.pk, revision_number=article.latest_number
    ).select_related("made_by")
    return {name: row for row in rows.order_by("id") for name in row.checks}
