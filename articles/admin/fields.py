"""Form fields that give back what was typed, to the space and line end."""

import re
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Category
from articles.models.desk.tags import join_tags, split_tags
from articles.text.clean import strip_controls
from articles.text.numbers import row_number
from articles.text.slugs import IMPOSSIBLE, is_reserved

LINE_END = re.compile("(\r\n|\r|\n)")
MAX_TAG = 100


def with_line_ends_of(before: str, typed: str) -> str:
    """Give what was typed, each line ending as it did before.

    Browsers send every line end as CR LF. A line that was there keeps its own end; a
    new one ends like most of the others.
    """
    lines, new = split_lines(before), split_lines(typed)
    known = [end for _, end in lines if end]
    common = max(set(known), key=known.count) if known else "\n"
    ends = [common if end else "" for _, end in new]
    if len(set(known)) > 1:
        _restore(lines, new, ends)
    return "".join(text + end for (text, _), end in zip(new, ends, strict=True))


def _restore(
    lines: list[tuple[str, str]], new: list[tuple[str, str]], ends: list[str]
) -> None:
    matcher = SequenceMatcher(
        None, [text for text, _ in lines], [text for text, _ in new], autojunk=False
    )
    for old_start, new_start, size in matcher.get_matching_blocks():
        for step in range(size):
            old_end = lines[old_start + step][1]
            if old_end and ends[new_start + step]:
                ends[new_start + step] = old_end


def split_lines(text: str) -> list[tuple[str, str]]:
    """Split into lines, each with the end it has; only CR and LF end a line."""
    parts = LINE_END.split(text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def with_lf(text: str) -> str:
    """Give a text with every line end as LF, to compare what people see."""
    return LINE_END.sub("\n", text)


class VerbatimField(forms.CharField):
    """Text that comes back byte for byte where nobody changed it.

    Nothing is stripped but what no page or feed can carry; `keep` gives unchanged
    text its own line ends back.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})

    def to_python(self, value: Any) -> str:
        """Take the text as typed, without control characters."""
        return strip_controls(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what people can see: a browser rewrites every line end."""
        return with_lf(strip_controls(initial or "")) != with_lf(self.to_python(data))

    def keep(self, before: str, typed: str) -> str:
        """Give the text to store, in place of what was there before."""
        if not self.has_changed(before, typed):
            return before
        return with_line_ends_of(before, typed)


class LineField(VerbatimField):
    """One line of text; a line end in what is stored is no change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare without line ends, which a one-line input cannot hold."""
        one_line = (LINE_END.sub(" ", text or "") for text in (initial, data))
        return super().has_changed(*one_line)

    def keep(self, before: str, typed: str) -> str:
        """Fold line ends that were pasted in."""
        kept = super().keep(before, typed)
        return kept if kept == before else LINE_END.sub(" ", kept)


class SlugField(LineField):
    """An address part: any characters an address can hold, none of the site's own."""

    def to_python(self, value: Any) -> str:
        """Drop the blanks around it, which nobody means to type."""
        return super().to_python(value).strip()

    def validate(self, value: Any) -> None:
        """Refuse what would break an address or hide one of the site's own."""
        super().validate(value)
        if IMPOSSIBLE.search(value):
            raise ValidationError(
                _("An address cannot hold line ends or any of / \\ ? # %")
            )
        if is_reserved(value):
            raise ValidationError(
                _("“%(slug)s” is used by the site itself; choose another."),
                params={"slug": value},
            )


class AddressField(LineField):
    """A web address, kept as it was typed."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def to_python(self, value: Any) -> str:
        """Drop the blanks around it, which nobody means to type."""
        return super().to_python(value).strip()


class MinuteField(forms.DateTimeField):
    """A date and time to the minute; seconds that were there are no change.

    Of an hour that the clocks show twice the later one is meant: nothing may go out
    too early. One that they skip is refused.
    """

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )

    def to_python(self, value: Any) -> datetime | None:
        """Take the time as the newsroom's clock shows it."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            later = _later(value) if error.code == "ambiguous_timezone" else None
            if later is None:
                raise
            return later

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute, which is all the input shows."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return _minute(initial) != _minute(typed)


def _later(value: Any) -> datetime | None:
    """Give the later of the two instants that show the same time; None for a gap."""
    naive = parse_datetime(str(value).strip())
    if naive is None:
        return None
    first, second = (
        naive.replace(tzinfo=get_current_timezone(), fold=fold).astimezone(UTC)
        for fold in (0, 1)
    )
    return second if second > first else None


def _minute(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if is_naive(value):
        value = make_aware(value)
    return value.replace(second=0, microsecond=0)


class TagsField(forms.CharField):
    """Tags in one line, apart by Latin or Chinese separators; new ones are welcome."""

    def prepare_value(self, value: Any) -> Any:
        """Write tags as they are typed."""
        return value if isinstance(value, str) or value is None else join_tags(value)

    def to_python(self, value: Any) -> Any:
        """Give the names, each once."""
        names = split_tags(strip_controls(super().to_python(value) or ""))
        for name in names:
            if len(name) > MAX_TAG:
                raise ValidationError(
                    _("“%(name)s” is too long for a tag."), params={"name": name}
                )
        return names

    def validate(self, value: Any) -> None:
        """Nothing is wrong with having none."""

    def run_validators(self, value: Any) -> None:
        """Nothing beyond what `to_python` checks."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the names, whatever stands between them."""
        before = [tag.name for tag in initial or []]
        return before != split_tags(data or "")


class CategoriesField(forms.Field):
    """Categories in the order chosen; the first is the one the breadcrumb shows."""

    def to_python(self, value: Any) -> list[Category]:
        """Give the categories in the order they were sent in."""
        chosen = [row_number(str(one)) for one in value or ()]
        found = Category.objects.without_tree_fields().in_bulk(chosen)
        if len(found) < len(set(value or ())):
            raise ValidationError(_("One of these categories no longer exists."))
        return [found[pk] for pk in dict.fromkeys(chosen)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the choice and its order."""
        return [str(pk) for pk in initial or ()] != [str(pk) for pk in data or ()]
