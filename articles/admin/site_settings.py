"""Name, logo, colours, links and footer of the site, set and published at the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.base import DeskAdmin, Kept, person
from articles.admin.versioned import VersionedForm
from articles.admin.widgets import PictureInput
from articles.conf import conf
from articles.models.desk import Category, NavigationItem, SectionColour, SiteSettings
from articles.publishing import site as door
from articles.text import colours
from articles.workflow import MoveRefused, audit, policy

STARTS = ("/", "https://", "http://", "mailto:")
"""How an address in a link may begin."""


class ColourField(forms.CharField):
    """A colour that can be read on the paper, by day or by night."""

    def __init__(self, *, grounds: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(required=False, max_length=7, **kwargs)
        self.grounds = grounds

    def clean(self, value: Any) -> str:
        """Refuse what is no colour, or too near to the paper's."""
        colour = super().clean(value).strip().lower()
        if not colour:
            return ""
        if not colours.is_colour(colour):
            raise ValidationError(
                _("“%(colour)s” is no colour: write six figures, as in #b5301f."),
                params={"colour": colour},
            )
        found = colours.least_contrast(colour, self.grounds)
        if found < colours.READABLE:
            lighter = self.grounds == colours.DARK_GROUNDS
            raise ValidationError(
                _("%(colour)s has a contrast of %(found).1f to 1 with the page; readers "
                  "need %(needed)s. Choose a lighter one.")
                if lighter
                else _("%(colour)s has a contrast of %(found).1f to 1 with the page; "
                       "readers need %(needed)s. Choose a darker one."),
                params={"colour": colour, "found": found, "needed": colours.READABLE},
            )  # fmt: skip
        return colour


class SiteForm(VersionedForm):
    """What is said of the site."""

    accent_light = ColourField(
        grounds=colours.LIGHT_GROUNDS,
        label=_("Accent by day"),
        help_text=_("As #b5301f; empty for the paper’s own."),
    )
    accent_dark = ColourField(
        grounds=colours.DARK_GROUNDS,
        label=_("Accent by night"),
        help_text=_("As #f0806c; empty for the paper’s own."),
    )

    class Meta:
        model = SiteSettings
        fields = (
            "name", "tagline", "description", "organisation", "email", "footer",
            "accent_light", "accent_dark", "logo", "logo_dark",
        )  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "footer": forms.Textarea(attrs={"rows": 3}),
            "logo": PictureInput(whole=True),
            "logo_dark": PictureInput(whole=True),
        }


class LinkForm(forms.ModelForm):
    """One link, to one thing."""

    class Meta:
        model = NavigationItem
        fields = (
            "place", "position", "label", "language", "category", "page", "address",
        )  # fmt: skip

    language = forms.ChoiceField(label=_("Only in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [("", _t("all languages")), *settings.LANGUAGES]
        category: Any = self.fields["category"]
        category.queryset = Category.objects.filter(parent=None)

    def clean_address(self) -> str:
        """Refuse an address that leads nowhere, or that a browser would run."""
        address: str = self.cleaned_data["address"].strip()
        if address and (
            not address.startswith(STARTS)
            or address.startswith("//")
            or any(character.isspace() for character in address)
        ):
            raise ValidationError(
                _(
                    "Begin with / for an address of this site, else with https://, "
                    "http:// or mailto:, and leave no spaces in it."
                )
            )
        return address

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one thing that it leads to."""
        data = super().clean() or {}
        given = [name for name in ("category", "page", "address") if data.get(name)]
        if not self.errors and len(given) != 1:
            raise ValidationError(
                _("A link leads to one thing: a section, a page or an address.")
            )
        if data.get("address") and not data.get("label"):
            self.add_error("label", _("Say in words what the link leads to."))
        return data


def plain(field: Any) -> Any:
    """Take Django's signs for adding and changing from beside a choice."""
    for sign in ("add", "change", "delete", "view"):
        if hasattr(getattr(field, "widget", None), f"can_{sign}_related"):
            setattr(field.widget, f"can_{sign}_related", False)
    return field


class NamedRows(forms.BaseInlineFormSet):
    """Rows of which every box says what it is for: they stand in a table."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name the boxes."""
        super().add_fields(form, index)
        for field in form.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", field.label)


class PartOfTheSite(admin.TabularInline):
    """Rows that belong to the site's settings: who may change these may change them."""

    formset = NamedRows

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Leave out Django's small signs beside choices: a row has no room for them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return plain(field)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy about the settings."""
        view = policy.holds(request.user, "articles.view_sitesettings")
        return view or self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy about the settings."""
        return policy.holds(request.user, "articles.change_sitesettings")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy about the settings."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy about the settings."""
        return self.has_change_permission(request, obj)


class LinkInline(PartOfTheSite):
    """The links of masthead and footer, in order."""

    model = NavigationItem
    form = LinkForm
    extra = 2


class ColourInline(PartOfTheSite):
    """The hues of sections' covers."""

    model = SectionColour
    extra = 1

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the top of the tree, by which covers are coloured."""
        if db_field.name == "category":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(SiteSettings)
class SiteSettingsAdmin(Kept, DeskAdmin):
    """The one working copy of the site's own words."""

    form = SiteForm
    inlines = (LinkInline, ColourInline)
    fieldsets = (
        (None, {"fields": ("name", "tagline", "description", "seen")}),
        (_("Look"), {"fields": (("accent_light", "accent_dark"), "logo", "logo_dark")}),
        (_("Who we are"), {"fields": ("organisation", "email", "footer")}),
    )
    change_form_template = "admin/articles/sitesettings/change_form.html"

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Let a picture be chosen as everywhere at the desk, without further signs."""
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one already."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Open the one there is; the list of it would have one line."""
        SiteSettings.objects.get_or_create(
            pk=1, defaults={"name": conf().name, "tagline": conf().tagline}
        )
        return self.changeform_view(request, "1", "", extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add whether readers have it as it is, and who may give it to them."""
        whole = door.whole()
        context |= {
            "is_live": whole is not None and door.is_live(whole),
            "may_publish": policy.holds(request.user, door.PERMISSION),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: SiteSettings,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store the working copy, and say so in the log; readers see nothing of it."""
        super().save_model(request, obj, form, change)
        audit.record(
            audit.Kind.SETTING,
            "change_site",
            actor=person(request),
            at=timezone.now(),
            subject=obj.name,
            detail=", ".join(form.changed_data),
        )

    def response_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        """Publish where that was asked for."""
        if "_publish" in request.POST:
            self._publish(request, obj)
        return super().response_change(request, obj)

    def response_post_save_change(
        self, request: HttpRequest, obj: SiteSettings
    ) -> HttpResponseRedirect:
        """Stay on the page."""
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_changelist"))

    def _publish(self, request: HttpRequest, site: SiteSettings) -> None:
        try:
            publishing.publish_site(
                expected=site.version, actor=person(request), at=timezone.now()
            )
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _t("Readers have it now, on every page."))
