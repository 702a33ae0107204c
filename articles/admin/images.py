"""Pictures: uploaded, described, tried again; shown small, behind the log-in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import publishing
from articles.admin import uploads
from articles.admin.base import DeskAdmin, Kept, person
from articles.media import PictureRefused, desk_file, fill, take_in, try_again
from articles.models.desk import Image
from articles.models.reader import PictureUse
from articles.publishing.tasks import fetch_pictures

KEEP_SECONDS = 3600
TEXTS = frozenset({"alt", "caption", "credit"})


class ImageForm(forms.ModelForm):
    """A picture's file and the words that go with it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF. The original stays private."),
    )

    class Meta:
        model = Image
        fields = ("alt", "caption", "credit", "licence", "licence_expires")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self) -> UploadedFile:
        """Refuse what is no picture, before anything is stored."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            take_in(upload.read(), filename=upload.name or "")
        except PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        upload.seek(0)
        return upload


@admin.register(Image)
class ImageAdmin(Kept, DeskAdmin):
    """The library of pictures."""

    form = ImageForm
    list_display = ("words", "status", "size", "created_at")
    list_filter = ("status", "licence_expires")
    search_fields = ("alt", "caption", "credit", "origin")
    list_per_page = 60
    actions = ("fetch_again",)
    words_fields = (
        "alt",
        "caption",
        ("credit", "licence", "licence_expires"),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for the file once; afterwards only for its words and focus."""
        if obj is None:
            return ((None, {"fields": ("file", *self.words_fields)}),)
        focus = (
            _("Where to look when it is cropped"),
            {"fields": (("focus_x", "focus_y"),)},
        )
        return ((None, {"fields": self.words_fields}), focus)

    def save_model(
        self,
        request: HttpRequest,
        obj: Image,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store an upload, or new words; live pages that show it follow."""
        now = timezone.now()
        if not change:
            upload = form.cleaned_data["file"]
            obj.created_at = now
            fill(obj, upload.read(), filename=upload.name or "")
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            self._refresh(request, obj)

    def _refresh(self, request: HttpRequest, image: Image) -> None:
        uses = PictureUse.objects.filter(image=image.uuid)
        uuids = set(uses.values_list("article__uuid", flat=True))
        if not uuids:
            return
        publishing.refresh(uuids, at=timezone.now(), actor=person(request))
        said = ngettext(
            "%(count)s live page that shows it was renewed.",
            "%(count)s live pages that show it were renewed.",
            len(uuids),
        )
        messages.info(request, said % {"count": len(uuids)})

    @admin.display(description=_("Picture"))
    def words(self, image: Image) -> str:
        """Describe it by its words."""
        return str(image)

    @admin.display(description=_("Size"))
    def size(self, image: Image) -> str:
        """Say how large it is."""
        return f"{image.width} × {image.height}" if image.width else "–"

    @admin.action(description=_("Fetch again"), permissions=["change"])
    def fetch_again(self, request: HttpRequest, images: "QuerySet[Image]") -> None:
        """Queue the failed ones among the chosen pictures once more."""
        count = try_again(images)
        if count:
            fetch_pictures.enqueue()
        said = ngettext(
            "%(count)s picture will be fetched again.",
            "%(count)s pictures will be fetched again.",
            count,
        )
        messages.info(request, said % {"count": count})

    def get_urls(self) -> list[URLPattern]:
        """Add a picture's small private file, and what scripts send and ask."""
        file = path(
            "<int:pk>/file/",
            self.admin_site.admin_view(self.file_view, cacheable=True),
            name="articles_image_file",
        )
        own = uploads.pages(self.admin_site.admin_view)
        return [file, *own, *super().get_urls()]

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
            raise Http404(_t("The picture's file is not here."))
        response = FileResponse(found.path.open("rb"), content_type=found.type)
        patch_cache_control(response, private=True, max_age=KEEP_SECONDS)
        return response
