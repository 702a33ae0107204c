"""What a person is told when a move cannot be made."""


class MoveRefused(Exception):
    """The move was not made, nothing was changed; the message names the way out."""
