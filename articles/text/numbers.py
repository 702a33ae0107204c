"""Numbers of rows as they come in from outside: in addresses, forms and tokens."""

DIGITS = 18
"""Every number of so many digits fits the columns of both databases."""


def row_number(sent: str | None) -> int:
    """Read the number of a row that was sent; 0, which is no row's, for all else."""
    text = (sent or "").strip()
    known = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if known else 0
