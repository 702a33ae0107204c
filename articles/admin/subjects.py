"""What categories, tags, authors and sources share: their page follows a change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.base import DeskAdmin, Kept, person
from articles.models.desk import Category
from articles.models.desk.subjects import Subject
from articles.models.reader import Address, Label


def page_of(subject: Subject) -> Label | None:
    """Give what readers have of a subject; None where nothing was ever listed."""
    return Label.objects.filter(key=subject.label_key).first()


def wanted_path(subject: Subject) -> str:
    """Give the address that a subject's slug and place ask for."""
    if not isinstance(subject, Category):
        return f"/{subject.kind}/{subject.slug}/"
    slugs = [one.slug for one in subject.trail()]
    above = page_of(subject.parent) if subject.parent else None
    return f"{above.path}{slugs[-1]}/" if above else f"/category/{'/'.join(slugs)}/"


class SubjectForm(forms.ModelForm):
    """Refuses an address that once led to something else."""

    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=140,
        help_text=_("Made from the name when it is left empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # not in the stubs
        subject: Subject = self.instance
        if self.errors or not {"slug", "parent", "name"} & set(self.changed_data):
            return
        path = wanted_path(subject)
        taken = Address.objects.filter(path=path).exclude(owner=subject.label_key)
        if subject.slug and taken.exists():
            self.add_error(
                "slug",
                _t(
                    "%(path)s belonged to something else once, and readers’ links to "
                    "it still lead there. Choose another address."
                )
                % {"path": path},
            )


class SubjectAdmin(Kept, DeskAdmin):
    """Saves a subject, lets its page follow, and says what that changed."""

    form = SubjectForm

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store the subject and bring readers' label in line, in one transaction."""
        before = page_of(obj) if change else None
        super().save_model(request, obj, form, change)
        if before is not None:
            follow(request, obj, before)


def follow(request: HttpRequest, subject: Subject, before: Label) -> None:
    """Let a subject's page follow a change, and say where it went."""
    after = publishing.refresh_label(subject, actor=person(request), at=timezone.now())
    if after is None or (after.name, after.path) == (before.name, before.path):
        return
    if after.path == before.path:
        said = _t("Readers see the new name “%(name)s” everywhere now.")
        messages.info(request, said % {"name": after.name})
        return
    said = _t(
        "Its page is at {} now. Links to {}, and to what lies below it, lead there."
    )
    messages.info(request, format_html(said, after.path, before.path))
