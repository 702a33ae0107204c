"""How parts of an address read; whatever does not fit is no address at all."""

from django.urls import register_converter


class Year:
    """Four figures."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Give the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write four figures."""
        return f"{value:04d}"


class TwoDigits:
    """A month or a day, always of two figures."""

    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        """Give the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write two figures."""
        return f"{value:02d}"


class PageNumber:
    """The number of a page, without zeros in front."""

    regex = "[1-9][0-9]{0,6}"

    def to_python(self, value: str) -> int:
        """Give the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


class Kind:
    """The first part of every list's address."""

    regex = "category|tag|author|source"

    def to_python(self, value: str) -> str:
        """Leave it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Leave it as it is."""
        return value


class Form:
    """The last part of a feed's address, where it is not RSS."""

    regex = "atom|json"

    def to_python(self, value: str) -> str:
        """Leave it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Leave it as it is."""
        return value


class PartNumber(PageNumber):
    """The number of a sitemap's further part; the first has none."""

    regex = "[2-9]|[1-9][0-9]{1,4}"


class Segment:
    """One part of a path; databases refuse the null character."""

    regex = "[^/\0]+"

    def to_python(self, value: str) -> str:
        """Leave it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Leave it as it is."""
        return value


class Segments(Segment):
    """Parts of a path, as categories below each other have them."""

    regex = "[^\0]+"


# Here, since two modules of addresses use them and a name is registered once.
for name, converter in {
    "year": Year,
    "two": TwoDigits,
    "number": PageNumber,
    "part": PartNumber,
    "kind": Kind,
    "form": Form,
    "segment": Segment,
    "segments": Segments,
}.items():
    register_converter(converter, name)  # type: ignore[arg-type] # a dict forgets it
