"""Pages beside the news: written, published and withdrawn at the desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.base import DeskAdmin, Kept, person
from articles.admin.fields import with_lf
from articles.admin.versioned import VersionedForm
from articles.admin.widgets import module
from articles.admin.writing_tools import surface_of_page
from articles.models.desk import Page
from articles.models.reader import PublishedPage
from articles.publishing import standing
from articles.text.slugs import IMPOSSIBLE
from articles.workflow import MoveRefused, audit, policy

TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
"""How texts name the languages of the interface; the others are named alike."""

Wrap = Callable[[Any], Any]
PAGES: tuple[Callable[[Wrap], list[URLPattern]], ...] = ()
"""What other rooms add to the addresses of pages, given by the composition root."""


def languages() -> list[tuple[str, Any]]:
    """Give the languages that a page can be written in."""
    return [(TAGS.get(code, code), name) for code, name in settings.LANGUAGES]


class PageForm(VersionedForm):
    """A page's words, and an address that is still to be had."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=80,
        help_text=_(
            "One word for the address right below the front page: “about” stands at /about/."
        ),
    )
    language = forms.ChoiceField(label=_("Language"))
    body = forms.CharField(
        label=_("Text, in Markdown"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
        help_text=_(
            "A picture of the library is written as ![](image:…); its own page there "
            "gives the name, under “In texts”."
        ),
    )

    class Meta:
        model = Page
        fields = ("title", "slug", "language", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields.get("language")
        if language is not None:
            language.choices = languages()

    def clean_slug(self) -> str:
        """Refuse what cannot be an address, or belongs to something else."""
        slug: str = self.cleaned_data["slug"].strip("/ ")
        if not slug or IMPOSSIBLE.search(slug) or slug.startswith("."):
            raise forms.ValidationError(
                _("An address has no spaces at its ends, slashes, “?”, “#” or “%”.")
            )
        why_not = standing.why_not_at(Page(uuid=self.instance.uuid, slug=slug))
        if why_not:
            raise forms.ValidationError(why_not)
        return slug


@admin.register(Page)
class PageAdmin(Kept, DeskAdmin):
    """What the newsroom says of itself: about, contact, privacy."""

    form = PageForm
    list_display = ("title", "where", "written_in", "state", "changed_at")
    search_fields = ("title", "slug")
    fieldsets = (
        (None, {"fields": ("title", ("slug", "language"), "seen")}),
        (None, {"fields": ("body",)}),
    )
    change_form_template = "admin/articles/page/change_form.html"

    class Media:
        js = (module("desk/editor/main.js"),)
        css = {"screen": ["paper/body.css", "desk/writing.css"]}

    def get_urls(self) -> list[URLPattern]:
        """Add what other rooms show of a page."""
        own = [one for pages in PAGES for one in pages(self.admin_site.admin_view)]
        return [*own, *super().get_urls()]

    @admin.display(description=_("Address"), ordering="slug")
    def where(self, page: Page) -> str:
        """Give the address it asks for."""
        return page.path

    @admin.display(description=_("Language"), ordering="language")
    def written_in(self, page: Page) -> str:
        """Name the language it is written in."""
        return str(dict(languages()).get(page.language, page.language))

    @admin.display(description=_("With readers"))
    def state(self, page: Page) -> str:
        """Say what of it readers have."""
        return state_of(page)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any
    ) -> HttpResponse:
        """Make pictures ready before the transaction that saves and publishes begins."""
        if "_publish" in request.POST and policy.holds(
            request.user, standing.PERMISSION
        ):
            standing.make_ready(request.POST.get("body", ""))
        return super().changeform_view(request, object_id, *args)

    def save_model(
        self,
        request: HttpRequest,
        obj: Page,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store the working copy, and say so in the log; readers see nothing of it."""
        obj.changed_at, obj.changed_by = timezone.now(), person(request)
        super().save_model(request, obj, form, change)
        audit.record(
            audit.Kind.SETTING,
            "change_page" if change else "add_page",
            actor=person(request),
            at=obj.changed_at,
            subject=f"{obj.title} {obj.path}",
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add what readers have, and what the person may do about it."""
        page = kwargs.get("obj")
        context |= {
            "state": state_of(page) if page else "",
            "live": PublishedPage.objects.filter(uuid=page.uuid).first()
            if page
            else None,
            "may_publish": policy.holds(request.user, standing.PERMISSION),
        }
        if self.has_change_permission(request) or not page:
            context["writing"] = surface_of_page()
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Page, post_url_continue: Any = None
    ) -> HttpResponse:
        """Publish the new page where that was asked for."""
        self._follow(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        """Publish or withdraw the page where that was asked for."""
        self._follow(request, obj)
        return super().response_change(request, obj)

    def response_post_save_add(
        self, request: HttpRequest, obj: Page
    ) -> HttpResponseRedirect:
        """Stay on the page."""
        return self.response_post_save_change(request, obj)

    def response_post_save_change(
        self, request: HttpRequest, obj: Page
    ) -> HttpResponseRedirect:
        """Stay on the page."""
        return HttpResponseRedirect(
            reverse("admin:articles_page_change", args=[obj.pk])
        )

    def _follow(self, request: HttpRequest, page: Page) -> None:
        do = next((name for name in ACTIONS if f"_{name}" in request.POST), None)
        if do is None:
            return
        try:
            said = ACTIONS[do](page, person(request), timezone.now())
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)


def drafted(request: HttpRequest) -> Page:
    """Give the page that a posted form would make; nothing of it is stored."""
    acts = ("articles.add_page", "articles.change_page")
    if not any(policy.holds(request.user, act) for act in acts):
        raise PermissionDenied
    typed, page = request.POST, Page()
    page.title = typed.get("title", "").strip() or _t("Untitled")
    page.slug = typed.get("slug", "").strip("/ ") or str(page.uuid)
    page.body = with_lf(typed.get("body", ""))
    if typed.get("language", "") in dict(languages()):
        page.language = typed["language"]
    return page


def state_of(page: Page) -> str:
    """Say what of a page readers have."""
    if page.live_version is None:
        return _t("Not live")
    if page.live_version == page.version:
        return _t("Live")
    return _t("Live, with changes that are not")


def _publish(page: Page, actor: User, at: datetime) -> SafeString:
    row = publishing.publish_page(page, expected=page.version, actor=actor, at=at)
    return format_html(_t('Readers have it now at <a href="{0}">{0}</a>.'), row.path)


def _withdraw(page: Page, actor: User, at: datetime) -> str:
    publishing.withdraw_page(page, actor=actor, at=at)
    return _t("Readers no longer have it; its address says that it was withdrawn.")


ACTIONS = {"publish": _publish, "withdraw": _withdraw}
