"""Who may move an article, and where to; every save becomes a revision."""

from articles.workflow import policy
from articles.workflow.actions import (
    approve,
    demand,
    let_pass,
    request_changes,
    schedule,
    schedule_withdrawal,
    submit,
    unschedule,
)
from articles.workflow.endings import settle as settle_ending
from articles.workflow.errors import MoveRefused
from articles.workflow.moves import MOVES, Move
from articles.workflow.policy import Verdict
from articles.workflow.revisions import revise, revise_each
from articles.workflow.roles import ROLES
from articles.workflow.roles import sync as sync_roles

__all__ = [
    "MOVES",
    "ROLES",
    "Move",
    "MoveRefused",
    "Verdict",
    "approve",
    "demand",
    "let_pass",
    "policy",
    "request_changes",
    "revise",
    "revise_each",
    "schedule",
    "schedule_withdrawal",
    "settle_ending",
    "submit",
    "sync_roles",
    "unschedule",
]
