"""The table of moves: buttons, permissions, tests and docs iterate over it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Stage, Standing
from articles.workflow import guards
from articles.workflow.facts import Facts

Guard = Callable[[Facts], str]
Asks = Literal["note", "reason", "time", "ending", "correction"]
Sentence = str | Promise

ANY_STAGE = frozenset(Stage)
ANY_STANDING = frozenset(Standing)


@dataclass(frozen=True, kw_only=True)
class Move:
    """What a person may do to an article, when, and what comes of it.

    ``refusals`` say, for every stage and standing the move does not start from, what
    stands in the way. ``asks`` names what must be given with it. A move ``of_text``
    is about the working copy: the desk saves what is being typed before making it.
    Whoever is limited to sections makes a move there only, unless it is one that
    people make with ``own`` articles wherever these stand.
    """

    name: str
    label: Sentence
    done: Sentence
    permission: str
    from_stages: frozenset[Stage] = ANY_STAGE
    from_standings: frozenset[Standing] = ANY_STANDING
    to_stage: Stage | None = None
    to_standing: Standing | None = None
    refusals: Mapping[str, Sentence] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    asks: tuple[Asks, ...] = ()
    of_text: bool = False
    own: bool = False


NOT_APPROVED: Mapping[str, Sentence] = {
    Stage.DRAFT: _("It is a draft: submit it for review and have it approved first."),
    Stage.IN_REVIEW: _("It is in review: it has to be approved first."),
}
NOT_WITH_READERS = _("Readers have never had it.")

_TABLE = (
    Move(
        name="submit",
        label=_("Submit for review"),
        done=_("Submitted for review."),
        permission="articles.submit_article",
        from_stages=frozenset({Stage.DRAFT}),
        to_stage=Stage.IN_REVIEW,
        refusals={
            Stage.IN_REVIEW: _("It is in review already."),
            Stage.APPROVED: _("It is approved already."),
        },
        guards=(guards.has_text, guards.has_news),
        of_text=True,
        own=True,
    ),
    Move(
        name="request_changes",
        label=_("Request changes"),
        done=_("Sent back with your note."),
        permission="articles.approve_article",
        from_stages=frozenset({Stage.IN_REVIEW, Stage.APPROVED}),
        to_stage=Stage.DRAFT,
        refusals={Stage.DRAFT: _("It is a draft: its writer is at it.")},
        guards=(guards.has_news, guards.not_about_to_go_out),
        asks=("note",),
    ),
    Move(
        name="approve",
        label=_("Approve"),
        done=_("Approved."),
        permission="articles.approve_article",
        from_stages=frozenset({Stage.IN_REVIEW}),
        to_stage=Stage.APPROVED,
        refusals={
            Stage.DRAFT: _("It is a draft: submit it for review first."),
            Stage.APPROVED: _("It is approved already."),
        },
        guards=(guards.not_own_work, guards.is_merged),
        of_text=True,
    ),
    Move(
        name="publish",
        label=_("Publish"),
        done=_("Published: readers have it now."),
        permission="articles.publish_article",
        from_stages=frozenset({Stage.APPROVED}),
        from_standings=frozenset({Standing.NEVER}),
        to_standing=Standing.LIVE,
        refusals={
            **NOT_APPROVED,
            Standing.LIVE: _("Readers have it already: update it."),
            Standing.WITHDRAWN: _("It is withdrawn: restore it."),
        },
        guards=(guards.is_merged, guards.embargo_is_over, guards.is_complete),
        of_text=True,
    ),
    Move(
        name="update",
        label=_("Update"),
        done=_("Updated: readers have the new text now."),
        permission="articles.publish_article",
        from_stages=frozenset({Stage.APPROVED}),
        from_standings=frozenset({Standing.LIVE}),
        to_standing=Standing.LIVE,
        refusals={
            **NOT_APPROVED,
            Standing.NEVER: NOT_WITH_READERS,
            Standing.WITHDRAWN: _("It is withdrawn: restore it."),
        },
        guards=(
            guards.has_news,
            guards.is_merged,
            guards.embargo_is_over,
            guards.is_complete,
        ),
        of_text=True,
    ),
    Move(
        name="schedule",
        label=_("Schedule"),
        done=_("Scheduled."),
        permission="articles.publish_article",
        from_stages=frozenset({Stage.APPROVED}),
        refusals=NOT_APPROVED,
        guards=(
            guards.has_news,
            guards.is_merged,
            guards.is_not_held,
            guards.is_complete,
        ),
        asks=("time",),
        of_text=True,
    ),
    Move(
        name="schedule_withdrawal",
        label=_("Schedule withdrawal"),
        done=_("Withdrawal scheduled."),
        permission="articles.withdraw_article",
        from_standings=frozenset({Standing.LIVE}),
        refusals={
            Standing.NEVER: NOT_WITH_READERS,
            Standing.WITHDRAWN: _("It is withdrawn already."),
        },
        asks=("time", "reason", "ending"),
    ),
    Move(
        name="unschedule",
        label=_("Cancel schedule"),
        done=_("The scheduled move is cancelled."),
        permission="articles.publish_article",
        guards=(guards.something_is_scheduled,),
    ),
    Move(
        name="correct",
        label=_("Publish a correction"),
        done=_("Corrected: readers have the right text, and are told."),
        permission="articles.publish_article",
        from_standings=frozenset({Standing.LIVE}),
        to_standing=Standing.LIVE,
        refusals={
            Standing.NEVER: NOT_WITH_READERS,
            Standing.WITHDRAWN: _("It is withdrawn: restore it."),
        },
        guards=(guards.embargo_is_over,),
        asks=("correction",),
    ),
    Move(
        name="withdraw",
        label=_("Withdraw"),
        done=_("Withdrawn: its address now says so."),
        permission="articles.withdraw_article",
        from_standings=frozenset({Standing.LIVE}),
        to_standing=Standing.WITHDRAWN,
        refusals={
            Standing.NEVER: NOT_WITH_READERS,
            Standing.WITHDRAWN: _("It is withdrawn already."),
        },
        asks=("reason", "ending"),
    ),
    Move(
        name="restore",
        label=_("Restore"),
        done=_("Restored: readers have it again."),
        permission="articles.withdraw_article",
        from_standings=frozenset({Standing.WITHDRAWN}),
        to_standing=Standing.LIVE,
        refusals={
            Standing.NEVER: NOT_WITH_READERS,
            Standing.LIVE: _("Readers have it."),
        },
        guards=(guards.is_not_held, guards.embargo_is_over),
    ),
    Move(
        name="lift_hold",
        label=_("Lift the legal hold"),
        done=_("The legal hold is lifted; it stays withdrawn until it is restored."),
        permission="articles.lift_hold_article",
        from_standings=frozenset({Standing.WITHDRAWN}),
        refusals={
            Standing.NEVER: NOT_WITH_READERS,
            Standing.LIVE: _("Readers have it."),
        },
        guards=(guards.is_held,),
        asks=("reason",),
    ),
)

MOVES: Mapping[str, Move] = {move.name: move for move in _TABLE}
