"""The form of an article: what was typed stays as typed, to the space and line end."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import typed
from articles.admin.fields import (
    AddressField,
    CategoriesField,
    LineField,
    MinuteField,
    SlugField,
    TagsField,
    VerbatimField,
)
from articles.admin.widgets import CategoryTree, PictureInput, TagsInput
from articles.media import PictureRefused, take_in
from articles.models.desk import Article, Category, Filing
from articles.text.pinyin import pinyin_slug
from articles.text.slugs import slug_for_title
from articles.workflow import sections, translations

VERBATIM = ("title", "deck", "body", "slug", "source_url")
MINUTES = typed.DESK
PICTURES = ("thumbnail", "lead_picture")
LANGUAGES = (("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English"))


def basis(article: Article) -> str:
    """Name the state a form was opened on: the newest revision and the desk's dates."""
    dates = "|".join(str(getattr(article, name)) for name in MINUTES)
    return f"{article.latest_number}-{zlib.crc32(dates.encode()):08x}"


class ArticleForm(forms.ModelForm):
    """All that an article says, and the desk's dates for it."""

    title = LineField(
        label=_("Title"), max_length=300, widget=forms.Textarea(attrs={"rows": 1})
    )
    deck = VerbatimField(
        label=_("Deck"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = VerbatimField(
        label=_("Body"), required=False, widget=forms.Textarea(attrs={"rows": 20})
    )
    slug = SlugField(
        label=_("Address"),
        required=False,
        max_length=200,
        help_text=_("Made from the title when it is left empty."),
    )
    in_pinyin = forms.BooleanField(
        label=_("Make the address from the title in pinyin"), required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, initial=LANGUAGES[0][0]
    )
    filed_under = CategoriesField(
        label=_("Categories"), required=False, widget=CategoryTree()
    )
    tag_names = TagsField(
        label=_("Tags"),
        required=False,
        widget=TagsInput(),
        help_text=_("Apart by commas, ， 、 or ；. New tags are made as you save."),
    )
    source_url = AddressField(
        label=_("Address at the source"), required=False, max_length=1000
    )
    thumbnail_file = forms.FileField(
        label=_("or upload a list picture"), required=False
    )
    lead_picture_file = forms.FileField(
        label=_("or upload a lead picture"), required=False
    )
    planned_for = MinuteField(label=_("Planned for"), required=False)
    due_at = MinuteField(label=_("Due"), required=False)
    embargoed_until = MinuteField(
        label=_("Embargo until"),
        required=False,
        help_text=_("Nothing goes out earlier, by hand or by schedule."),
    )
    note = forms.CharField(
        label=_("What did you change?"), required=False, max_length=500
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput())
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Article
        fields = (
            "title", "deck", "body", "body_format", "slug", "language", "source",
            "source_url", "thumbnail", "lead_picture", "comments_enabled",
            "planned_for", "due_at", "embargoed_until",
        )  # fmt: skip

    conflicts: Sequence[Any] = ()
    """What somebody else wrote differently, and nobody has decided."""
    only_shown = ""
    """Why the form is shown filled, and not saved."""
    reach: sections.Reach = None
    """The categories that the person at the form is limited to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self._offer_language(self.instance.language)
        for name in PICTURES:
            if name in self.fields:
                self.fields[name].widget = PictureInput()
        if "source" in self.fields:
            widget = self.fields["source"].widget
            widget.can_change_related = widget.can_view_related = False
        if "filed_under" in self.fields:
            tree: Any = self.fields["filed_under"].widget
            tree.reach = self.reach
        if self.instance.pk:
            self.initial["basis"] = basis(self.instance)
            self.initial["seen"] = json.dumps(typed.desk_values(self.instance))
            self._show_relations()

    def _offer_language(self, code: str) -> None:
        """An import may have brought a language that the list does not name."""
        known = dict(LANGUAGES)
        if "language" in self.fields and code not in known:
            self.fields["language"].choices = [  # type: ignore[attr-defined] # a choice field
                *LANGUAGES,
                (code, code),
            ]

    def _show_relations(self) -> None:
        filings = self.instance.filings.all()
        self.initial["filed_under"] = [one.category_id for one in filings]
        tagged = self.instance.tagged.select_related("tag")
        self.initial["tag_names"] = [one.tag for one in tagged]

    def clean_language(self) -> str:
        """Refuse a language in which a translation of this article is written."""
        language: str = self.cleaned_data["language"]
        changed = self.instance.pk and "language" in self.changed_data
        there = translations.in_the_way(self.instance, language) if changed else None
        if there is not None:
            raise forms.ValidationError(
                _t("“%(title)s” is the text in that language already.")
                % {"title": there}
            )
        return language

    def clean_filed_under(self) -> list[Category]:
        """Refuse sections that are not this person's; keep what others filed there."""
        wanted: list[Category] = self.cleaned_data["filed_under"]
        if self.reach is None:
            return wanted
        filed: list[Category] = []
        if self.instance.pk:
            filings = self.instance.filings.select_related("category")
            filed = [one.category for one in filings]
        kept = [category.pk for category in filed]
        if strange := sections.strangers(self.reach, wanted, kept=kept):
            raise forms.ValidationError(sections.refusal(strange))
        return sections.with_the_others(self.reach, wanted, filed)

    def clean(self) -> dict[str, Any]:
        """Keep unchanged text to the byte; refuse what is still in conflict."""
        data = super().clean() or self.cleaned_data
        for name in VERBATIM:
            field = self.fields.get(name)
            if isinstance(field, VerbatimField) and name in data:
                data[name] = field.keep(getattr(self.instance, name), data[name])
        for name in MINUTES:
            if name in data and name not in self.changed_data:
                data[name] = getattr(self.instance, name)
        self._check_pictures(data)
        self._check_basis(data)
        return data

    def _check_pictures(self, data: dict[str, Any]) -> None:
        """Refuse an upload that is no picture, before anything is stored."""
        for name in PICTURES:
            upload: UploadedFile | None = data.get(f"{name}_file")
            if upload:
                try:
                    take_in(upload.read(), filename=upload.name or "")
                except PictureRefused as refusal:
                    self.add_error(f"{name}_file", str(refusal))
                upload.seek(0)

    def _check_basis(self, data: dict[str, Any]) -> None:
        """Save nothing that is only shown, in conflict, or based on nothing known."""
        if self.only_shown:
            self.add_error(None, self.only_shown)
        elif self.conflicts:
            self.add_error(
                None,
                _t(
                    "Both of you changed the same: choose, and save again. Not saved yet."
                ),
            )
        elif self.instance.pk and data.get("basis") != basis(self.instance):
            self.add_error(
                None,
                _t(
                    "Somebody else saved in the same moment: save again. Not saved yet."
                ),
            )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # not in the stubs
        article: Article = self.instance
        data = self.cleaned_data
        if data.get("in_pinyin"):
            article.slug = pinyin_slug(article.title)
        elif not article.slug and {"title", "slug"} & set(self.changed_data):
            article.slug = slug_for_title(article.title)

    def save_relations(self, article: Article) -> None:
        """Store categories and tags where they changed; the rest stays untouched."""
        if "filed_under" in self.changed_data:
            article.filings.all().delete()
            Filing.objects.bulk_create(
                [
                    Filing(article=article, category=category, position=position)
                    for position, category in enumerate(
                        self.cleaned_data["filed_under"]
                    )
                ]
            )
        if "tag_names" in self.changed_data:
            article.tags.set(self.cleaned_data["tag_names"])

    def uploads(self) -> dict[str, UploadedFile]:
        """Give the uploaded pictures by the field they are for."""
        files = {name: self.cleaned_data.get(f"{name}_file") for name in PICTURES}
        return {name: file for name, file in files.items() if file}
