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
    "restore": {"publisher", "administrator", "superuser"},
}

ANY = {"draft", "in_review", "approved"}, {"never", "live", "withdrawn"}
BY_STATE = {
    "submit": ({"draft"}, ANY[1]),
    "request_changes": ({"in_review", "approved"}, ANY[1]),
    "approve": ({"in_review"}, ANY[1]),
    "publish": ({"approved"}, {"never"}),
    "update": ({"approved"}, {"live"}),
    "schedule": ({"approved"}, ANY[1]),
    "schedule_withdrawal": (ANY[0], {"live"}),
    "unschedule": ANY,
    "withdraw": (ANY[0], {"live"}),
    "restore": (ANY[0], {"withdrawn"}),
}


def allowed(role: str, move: str, stage: str, standing: str) -> bool:
    """Say whether a role may make a move with the writer's article in a state."""
    stages, standings = BY_STATE[move]
    return role in BY_ROLE[move] and stage in stages and standing in standings
