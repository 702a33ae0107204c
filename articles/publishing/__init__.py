"""The door between the desk and the readers; nothing else writes the reader side."""

from articles.publishing.actions import (
    live_orders,
    publish,
    publish_each,
    refresh,
    update,
    update_each,
    withdraw,
    withdraw_each,
)
from articles.publishing.audit import check, repair
from articles.publishing.compose import compose
from articles.publishing.correcting import correct
from articles.publishing.directory import Directory
from articles.publishing.due import publish_due
from articles.publishing.front import turn_front
from articles.publishing.holds import lift_hold
from articles.publishing.ledger import redirect
from articles.publishing.moderating import answer, close_comments, decide, erase
from articles.publishing.orders import Order, Outcome
from articles.publishing.relabel import refresh_label
from articles.publishing.renewing import show_again
from articles.publishing.site import publish_site
from articles.publishing.standing import (
    publish_page,
    refresh_pages,
    withdraw_page,
)

__all__ = [
    "Directory",
    "Order",
    "Outcome",
    "answer",
    "check",
    "close_comments",
    "compose",
    "correct",
    "decide",
    "erase",
    "lift_hold",
    "live_orders",
    "publish",
    "publish_due",
    "publish_each",
    "publish_page",
    "publish_site",
    "redirect",
    "refresh",
    "refresh_label",
    "refresh_pages",
    "repair",
    "show_again",
    "turn_front",
    "update",
    "update_each",
    "withdraw",
    "withdraw_each",
    "withdraw_page",
]
