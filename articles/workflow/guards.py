"""What else can stand in the way of a move: each answers a sentence, or nothing."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import ScheduledMove
from articles.workflow import checklist
from articles.workflow.facts import Facts


def has_text(facts: Facts) -> str:
    """Refuse what nobody could review: no revision yet, or no text."""
    if not facts.article.latest_number:
        return _("It has not been saved yet.")
    if not facts.article.body.strip():
        return _("It has no text yet.")
    return ""


def has_news(facts: Facts) -> str:
    """Refuse where readers already have the newest revision."""
    if facts.brings_news:
        return ""
    return _("Readers already have revision %(number)s, the newest.") % {
        "number": facts.article.latest_number
    }


def not_own_work(facts: Facts) -> str:
    """Refuse approval by whoever saved the revision, unless they may publish."""
    if facts.may("articles.publish_article"):
        return ""
    if facts.last_saved_by != facts.user.pk:
        return ""
    return _("You saved this revision yourself: somebody else has to approve it.")


def embargo_is_over(facts: Facts) -> str:
    """Refuse while the embargo lasts."""
    until = facts.article.embargoed_until
    if until is None or until <= facts.at:
        return ""
    return _("It is under embargo until %(time)s.") % {
        "time": date_format(localtime(until), "DATETIME_FORMAT")
    }


def not_about_to_go_out(facts: Facts) -> str:
    """Refuse to take an approval back while the approved text is scheduled."""
    if any(one.kind == ScheduledMove.Kind.PUBLISH for one in facts.pending):
        return _("It is scheduled to go out: cancel that first.")
    return ""


def something_is_scheduled(facts: Facts) -> str:
    """Refuse where nothing waits to be cancelled."""
    return "" if facts.pending else _("Nothing is scheduled.")


def is_merged(facts: Facts) -> str:
    """Refuse a draft that would take back a correction readers have."""
    if facts.article.unmerged_number is None:
        return ""
    return _(
        "A correction that readers have is not in this draft yet: take it in first."
    )


def is_not_held(facts: Facts) -> str:
    """Refuse to bring back what is withheld for legal reasons."""
    if facts.article.held_since is None:
        return ""
    return _("It is under a legal hold: an administrator lifts it first.")


def is_held(facts: Facts) -> str:
    """Refuse where there is no legal hold to lift."""
    if facts.article.held_since is not None:
        return ""
    return _("It is under no legal hold.")


def is_complete(facts: Facts) -> str:
    """Refuse what the checklist blocks, unless somebody let this revision pass."""
    return checklist.standing_in_the_way(facts)
