"""What colleagues call each other."""

import re
from typing import Any

HAN = re.compile(r"[\u3400-\u9fff]")


def called(user: Any) -> str:
    """Name an account; a Chinese name has the family name first, and no space."""
    if HAN.search(user.last_name + user.first_name):
        return f"{user.last_name}{user.first_name}"
    return str(user.get_full_name() or user.get_username())
