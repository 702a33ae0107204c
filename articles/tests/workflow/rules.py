"""What the roles may do, written down a second time: the tests' own word for it.

Nothing here is derived from the table of moves or the table of roles.
"""

OWN_ONLY = {"writer", "other writer"}

BY_ROLE = {
    "submit": {"writer", "editor", "publisher", "administrator", "superuser"},
    "request_changes": {"editor", "publisher", "administrator", "superuser"},
    "approve": {"editor", "publisher", "administrator", "superuser"},
    "publish": {"publisher", "administrator", "superuser"},
    "update": {"publisher", "administrator", "superuser"},
    "schedule": {"publisher", "administrator", "superuser"},
    "schedule_withdrawal": {"publisher", "administrator", "superuser"},
    "unschedule": {"publisher", "administrator", "superuser"},
    "withdraw": {"publisher", "administrator", "superuser"},
    "correct": {"publisher", "administrator", "superuser"},
    "restore": {"publisher", "administrator", "superuser"},
    "lift_hold": {"administrator", "superuser"},
}

STAGES = {"draft", "in_review", "approved"}
STANDINGS = {"never", "live", "withdrawn", "held"}
"""Held is withdrawn, under a legal hold."""

ANY = STAGES, STANDINGS
BY_STATE = {
    "submit": ({"draft"}, ANY[1]),
    "request_changes": ({"in_review", "approved"}, ANY[1]),
    "approve": ({"in_review"}, ANY[1]),
    "publish": ({"approved"}, {"never"}),
    "update": ({"approved"}, {"live"}),
    "schedule": ({"approved"}, {"never", "live", "withdrawn"}),
    "schedule_withdrawal": (ANY[0], {"live"}),
    "unschedule": ANY,
    "withdraw": (ANY[0], {"live"}),
    "correct": (ANY[0], {"live"}),
    "restore": (ANY[0], {"withdrawn"}),
    "lift_hold": (ANY[0], {"held"}),
}

SECTION_ROLES = {"section editor": "editor", "section publisher": "publisher"}
"""Accounts limited to one section, and the role each of them has there."""


def allowed(
    role: str, move: str, stage: str, standing: str, *, inside: bool = True
) -> bool:
    """Say whether a role may make a move with the writer's article in a state.

    ``inside`` says whether the article is filed in the section that limited accounts
    look after.
    """
    stages, standings = BY_STATE[move]
    if role in SECTION_ROLES and not inside:
        return False
    role = SECTION_ROLES.get(role, role)
    return role in BY_ROLE[move] and stage in stages and standing in standings
