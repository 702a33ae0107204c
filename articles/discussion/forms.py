"""The form of a comment, and the seal that says when it was opened."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.text.clean import strip_controls

SIGNER = Signer(salt="articles.discussion")
QUICKEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
"""Nobody reads a form and writes within the one; after the other it is sent anew."""
MOST = 3000
# Marks that turn the direction of what follows them, and letters without a shape.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def sealed(article: UUID, *, at: datetime) -> str:
    """Give what a form carries to say for which article and when it was opened."""
    return SIGNER.sign(f"{article} {int(at.timestamp())}")


def opened_at(seal: str, article: UUID) -> datetime | None:
    """Read when a form was opened; None for a seal that is not ours for the article."""
    try:
        told, _space, seconds = SIGNER.unsign(seal).partition(" ")
    except BadSignature:
        return None
    return datetime.fromtimestamp(int(seconds), UTC) if told == str(article) else None


class PlainField(forms.CharField):
    """Text without what cannot be seen: controls, and marks that turn its direction."""

    def to_python(self, value: Any) -> str:
        """Leave that out, then what stands around it."""
        text = UNSEEN.sub("", strip_controls(super().to_python(value) or ""))
        return unicodedata.normalize("NFC", text).strip()


class LineField(PlainField):
    """Plain text on one line."""

    def to_python(self, value: Any) -> str:
        """Make one space of whatever is between words."""
        return " ".join(super().to_python(value).split())


class CommentForm(forms.Form):
    """A name, a text, and an address for the newsroom if it has to ask back."""

    name = LineField(
        label=_("Your name"),
        max_length=40,
        help_text=_("It stands above your comment."),
        error_messages={"required": _("Write the name to stand above your comment.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        help_text=_("For questions of the newsroom; it is never shown."),
        error_messages={"invalid": _("This is no e-mail address; it may stay empty.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = PlainField(
        label=pgettext_lazy("reader", "Your comment"),
        min_length=2,
        max_length=MOST,
        error_messages={"required": _("Write your comment.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    # People do not see it; programs that fill in forms do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    answers = forms.CharField(required=False, widget=forms.HiddenInput())
    seal = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, article: UUID, data: Any = None, *, at: datetime, **more: Any
    ) -> None:
        super().__init__(data, label_suffix="", **more)
        self.article, self.at = article, at
        self.initial.setdefault("seal", sealed(article, at=at))

    def clean_answers(self) -> str:
        """Take what is no UUID for nothing."""
        try:
            return str(UUID(self.cleaned_data["answers"]))
        except ValueError:
            return ""

    def clean(self) -> dict[str, Any]:
        """Refuse what was sent faster than one can write, or from a form long open."""
        data = super().clean() or {}
        opened = opened_at(data.get("seal", ""), self.article)
        if opened is None or not opened <= self.at <= opened + LONGEST:
            self.seal_anew()
            self.add_error(
                None,
                _t("This form was open for a long time. Your text is still here: send it"
                   " again."),
            )  # fmt: skip
        elif self.at < opened + QUICKEST:
            self.add_error(
                None,
                _t("That was quicker than one can write. Your text is still here: send it"
                   " again."),
            )  # fmt: skip
        return data

    def seal_anew(self) -> None:
        """Let the form be sent again from now on."""
        self.put("seal", sealed(self.article, at=self.at - QUICKEST))

    def put(self, name: str, value: str) -> None:
        """Show the form with another value than the one that was sent."""
        self.data = {**self.data.dict(), name: value}  # type: ignore[attr-defined] # what was posted

    @property
    def by_a_program(self) -> bool:
        """Say whether the field that people do not see is filled in."""
        return bool(self.data.get("website"))
