"""Forms over rows that carry a version: nobody saves over somebody else's save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class VersionedForm(forms.ModelForm):
    """Remembers which version it showed, and refuses to save over a later one."""

    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial["seen"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Refuse what was written on an older version, and keep what was typed."""
        data = super().clean() or {}
        if self.instance.pk is None or self.instance._state.adding:
            return data
        # The page's transaction holds the row until the save is through.
        rows = type(self.instance)._default_manager.select_for_update()
        now = rows.values_list("version", flat=True).get(pk=self.instance.pk)
        if now != data.get("seen"):
            raise ValidationError(
                _(
                    "Somebody else saved this in the meantime. What you typed is still "
                    "here: open the page in a second window, compare, and save again "
                    "from there."
                )
            )
        self.instance.version = now + 1
        return data
