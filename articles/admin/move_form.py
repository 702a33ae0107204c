"""What comes with a move: a note, a time, and what the person saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import MinuteField
from articles.models.desk import Ending, ScheduledMove


class MoveForm(forms.Form):
    """The fields that stand beside the buttons of the panel."""

    move_note = forms.CharField(required=False, max_length=2000)
    move_when = MinuteField(
        required=False, error_messages={"invalid": _("This is no date and time.")}
    )
    move_kind = forms.ChoiceField(
        required=False, choices=[("", ""), *ScheduledMove.Kind.choices]
    )
    move_ending = forms.ChoiceField(required=False, choices=Ending.choices)
    move_leads_to = forms.CharField(required=False, max_length=1000)
    move_override = forms.CharField(required=False, max_length=2000)
    seen_number = forms.IntegerField(required=False)
    seen_edition = forms.IntegerField(required=False)

    def given(self) -> dict[str, Any]:
        """Give what goes with a wish; a withdrawal without an ending says so (410)."""
        data = self.cleaned_data
        return {
            "note": data["move_note"],
            "when": data["move_when"],
            "kind": data["move_kind"] or None,
            "ending": data["move_ending"] or Ending.GONE,
            "leads_to": data["move_leads_to"],
            "override": data["move_override"],
            "seen_number": data["seen_number"],
            "seen_edition": data["seen_edition"],
        }

    def sentences(self) -> list[str]:
        """Give what is wrong, as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]
