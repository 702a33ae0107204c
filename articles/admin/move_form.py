"""What comes with a move: a note, a time, and what the person saw."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import MinuteField
from articles.models.desk import ScheduledMove


class MoveForm(forms.Form):
    """The fields that stand beside the buttons of the panel."""

    move_note = forms.CharField(required=False, max_length=2000)
    move_when = MinuteField(
        required=False, error_messages={"invalid": _("This is no date and time.")}
    )
    move_kind = forms.ChoiceField(
        required=False, choices=[("", ""), *ScheduledMove.Kind.choices]
    )
    seen_number = forms.IntegerField(required=False)
    seen_edition = forms.IntegerField(required=False)

    def sentences(self) -> list[str]:
        """Give what is wrong, as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]
