"""What an outsider says through a link: a note at the desk, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Note, Occasion, PreviewLink, PreviewVisit
from articles.workflow import notices, sharing
from articles.workflow.sharing import LinkState

SOON, FROM_ONE_ADDRESS = timedelta(minutes=10), 5
LATER, FROM_ALL = timedelta(hours=1), 30
"""So many answers a link takes within so long."""


class Refused(Exception):
    """The answer was not taken."""


class Closed(Refused):
    """The link stopped while the answer was written."""


class TooMany(Refused):
    """There were too many answers in a short time."""


class AnswerForm(forms.Form):
    """A name, and a text or an opinion, perhaps on a passage."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    opinion = forms.ChoiceField(
        label=_("What do you think?"),
        choices=Note.Opinion.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    passage = forms.CharField(
        label=_("Passage it is about, if any"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    # People do not see it; programs that fill in forms do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        """Ask for a text or an opinion: an answer says something."""
        data = super().clean() or {}
        if not data.get("text") and not data.get("opinion"):
            self.add_error("text", _t("Write a comment or choose an opinion."))
        return data

    @property
    def by_a_program(self) -> bool:
        """Say whether the field that people do not see is filled in."""
        return bool(self.cleaned_data.get("website"))


def given(link: PreviewLink) -> "QuerySet[Note]":
    """Give what was said through a link; what the desk wrote is not among it."""
    return Note.objects.filter(link=link, author=None).order_by("created_at", "id")


def take(
    link: PreviewLink,
    said: dict[str, Any],
    *,
    at: datetime,
    address: str | None,
    browser: str,
) -> Note:
    """Keep an answer as a note, log it and tell who made the link; or raise Refused."""
    with transaction.atomic():
        # The row is the lock: answers are counted, and a revocation is seen.
        links = PreviewLink.objects.select_for_update(of=("self",))
        link = links.select_related("article", "revision", "created_by").get(pk=link.pk)
        if not link.may_comment or sharing.state(link, at=at) != LinkState.OPEN:
            raise Closed
        if _too_many(link, at=at, address=address):
            raise TooMany
        note = Note.objects.create(
            article=link.article,
            link=link,
            outsider=said["name"],
            opinion=said["opinion"],
            text=said["text"],
            passage=said["passage"],
            revision_number=link.revision.number,
            created_at=at,
        )
        kind = PreviewVisit.Kind.COMMENTED
        sharing.visited(link, kind, at=at, address=address, browser=browser)
        notices.tell(
            Occasion.OUTSIDER,
            users=[link.created_by] if link.created_by else [],
            article=link.article,
            note=note,
            at=at,
        )
    return note


def _too_many(link: PreviewLink, *, at: datetime, address: str | None) -> bool:
    answers = link.visits.filter(kind=PreviewVisit.Kind.COMMENTED)
    mine = answers.filter(address=address, at__gt=at - SOON).count()
    return (
        mine >= FROM_ONE_ADDRESS
        or answers.filter(at__gt=at - LATER).count() >= FROM_ALL
    )
