"""Pictures: uploaded, described, replaced, tried again; shown behind the log-in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import publishing
from articles.admin import picture_list, picture_uses, uploads
from articles.admin.base import DeskAdmin, person
from articles.admin.widgets import deferred
from articles.conf import conf
from articles.media import (
    PictureRefused,
    desk_file,
    discard,
    fill,
    take_in,
    try_again,
)
from articles.models.desk import Image
from articles.publishing.tasks import fetch_pictures

KEEP_SECONDS = 3600
CROPS = ("16:9", "4:3", "1:1")
FOCUS = ("focus_x", "focus_y")


class ImageForm(forms.ModelForm):
    """A picture's file and the words that go with it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF. The original stays private."),
    )

    class Meta:
        model = Image
        fields = ("alt", "caption", "credit", "licence", "licence_expires", *FOCUS)
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "licence_expires": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another file in its place")
            self.fields["file"].help_text = _(
                "Articles keep showing this picture, with the new file. Words and "
                "licence stay: see whether they still fit."
            )

    def clean_file(self) -> UploadedFile | None:
        """Refuse what is no picture, or is here already, before anything is stored."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            facts = take_in(upload.read(), filename=upload.name or "")
        except PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        upload.seek(0)
        known = Image.objects.filter(content_hash=facts.content_hash).first()
        if known is not None:
            address = reverse("admin:articles_image_change", args=[known.pk])
            raise forms.ValidationError(
                format_html(
                    _t("The library has this file already: {}. Use that picture."),
                    format_html('<a href="{}">{}</a>', address, known),
                )
            )
        return upload


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    """The library of pictures."""

    form = ImageForm
    list_display = ("words", "status", "created_at")
    list_filter = ("status", picture_list.ViewFilter)
    search_fields = ("alt", "caption", "credit", "licence", "origin")
    list_per_page = 60
    actions = ("fetch_again", "delete_unused")
    words_fields = (
        "alt",
        "caption",
        ("credit", "licence", "licence_expires"),
    )

    class Media:
        js = [deferred("desk/library.js"), deferred("desk/focus.js")]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Image]":
        """Count what shows each picture."""
        return picture_list.counted(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Image]", search_term: str
    ) -> tuple["QuerySet[Image]", bool]:
        """Find pictures by their own words, or by the headline above them."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        if words := search_term.replace("\0", "").strip():
            used = queryset.filter(pk__in=picture_list.shown_in(words, request))
            found = found | used
        return found, repeats

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for the file first; afterwards for its words, then its focus."""
        if obj is None:
            return ((None, {"fields": ("file", *self.words_fields)}),)
        focus = (_("Where to look when it is cropped"), {"fields": (FOCUS,)})
        file = (_("Replace"), {"fields": ("file",)})
        return ((None, {"fields": self.words_fields}), focus, file)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add the views, and how large an upload may be."""
        context = {
            "views": _views(request),
            "largest": conf().picture_max_bytes,
            "kept_in_search": _kept(request),
            "today": timezone.localdate(),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add where the picture is used, and its twins."""
        image = kwargs.get("obj")
        if image is not None:
            context |= {
                "uses": picture_uses.of(image, request),
                "twins": picture_uses.twins(image),
                "crops": CROPS,
                "show_delete": self.has_delete_permission(request, image),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: Image,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store an upload, or new words; live pages that show it follow."""
        upload = form.cleaned_data.get("file")
        if not change:
            obj.created_at = timezone.now()
        if upload:
            fill(obj, upload.read(), filename=upload.name or "")
            obj.attempts, obj.next_attempt_at = 0, None
        super().save_model(request, obj, form, change)
        if upload or set(FOCUS) & set(form.changed_data):
            uploads.make_ready_later(obj)
        if change and form.changed_data:
            self._refresh(request, obj)

    def _refresh(self, request: HttpRequest, image: Image) -> None:
        count = publishing.show_again(
            [image.uuid], at=timezone.now(), actor=person(request)
        )
        if not count:
            return
        said = ngettext(
            "%(count)s live page that shows it was renewed.",
            "%(count)s live pages that show it were renewed.",
            count,
        )
        messages.info(request, said % {"count": count})

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask once more, or say what still needs the picture."""
        image = self.get_object(request, object_id)
        if image is None or not self.has_delete_permission(request, image):
            return super().delete_view(request, object_id, extra_context)
        if why := picture_uses.why_it_stays(image, request):
            messages.error(request, why)
            return HttpResponseRedirect(_address(image))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Delete a picture with its files."""
        discard(obj)

    @admin.display(description=_("Picture"))
    def words(self, image: Image) -> str:
        """Describe it by its words."""
        return str(image)

    @admin.action(description=_("Fetch again"), permissions=["change"])
    def fetch_again(self, request: HttpRequest, images: "QuerySet[Image]") -> None:
        """Queue the failed ones among the chosen pictures once more."""
        _fetch_again(request, images)

    @admin.action(
        description=_("Delete those that are shown nowhere"), permissions=["delete"]
    )
    def delete_unused(self, request: HttpRequest, images: "QuerySet[Image]") -> None:
        """Delete the chosen pictures that nothing needs, and say what stays, and why."""
        gone = 0
        for image in images:
            if why := picture_uses.why_it_stays(image, request):
                messages.warning(request, f"{image}: {why}")
                continue
            with transaction.atomic():
                self.log_deletions(request, Image.objects.filter(pk=image.pk))
                discard(image)
            gone += 1
        said = ngettext(
            "%(count)s picture was deleted.", "%(count)s pictures were deleted.", gone
        )
        messages.info(request, said % {"count": gone})

    def get_urls(self) -> list[URLPattern]:
        """Add a picture's small private file, and what scripts send and ask."""
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/file/",
                wrap(self.file_view, cacheable=True),
                name="articles_image_file",
            ),
            path("<int:pk>/again/", wrap(self.again_view), name="articles_image_again"),
        ]
        return [*own, *uploads.pages(wrap), *super().get_urls()]

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue one picture that failed once more."""
        image = Image.objects.filter(pk=pk).first()
        if image is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, image):
            raise PermissionDenied
        _fetch_again(request, Image.objects.filter(pk=pk))
        return HttpResponseRedirect(_address(image))

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send a small rendition to people who may see pictures, and to nobody else."""
        image = Image.objects.filter(pk=pk).first()
        if image is None or not self.has_view_permission(request, image):
            raise Http404
        wide = request.GET.get("size") == "large"
        found = desk_file(
            image, width=1200 if wide else 400, ratio="original" if wide else "4:3"
        )
        if found is None:
            raise Http404(_t("The picture’s file is not here."))
        response = FileResponse(found.path.open("rb"), content_type=found.type)
        patch_cache_control(response, private=True, max_age=KEEP_SECONDS)
        return response


def _address(image: Image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def _fetch_again(request: HttpRequest, images: "QuerySet[Image]") -> None:
    count = try_again(images)
    if count:
        fetch_pictures.enqueue()
    said = ngettext(
        "%(count)s picture will be fetched again.",
        "%(count)s pictures will be fetched again.",
        count,
    )
    messages.info(request, said % {"count": count})


def _views(request: HttpRequest) -> list[tuple[Any, str, bool]]:
    """Give the views with their addresses; what a pop-up was asked for stays."""
    chosen = request.GET.get("view", "")
    views = []
    for name, key in picture_list.VIEWS:
        asked = request.GET.copy()
        for gone in ("view", "q", "p"):
            asked.pop(gone, None)
        if key:
            asked["view"] = key
        views.append((name, asked.urlencode(), chosen == key))
    return views


def _kept(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """Give what a search must not forget: the view, and what a pop-up is for."""
    return [
        (key, str(value)) for key, value in request.GET.items() if key not in ("q", "p")
    ]
