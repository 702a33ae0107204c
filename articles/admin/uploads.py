"""Pictures that editors bring along, and those they choose: what the desk's scripts ask."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET, require_POST

from articles.media import PictureRefused, desk_file, fill
from articles.media.tasks import make_renditions
from articles.models.desk import Image
from articles.workflow import policy

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]

WORDS = {"alt": 500, "caption": 5000, "credit": 200}
"""What is said of a picture, and how long it may be."""
OFFERED = 24
KEEP_SECONDS = 3600


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses below the list of pictures."""
    return [
        path("upload/", wrap(upload), name="articles_image_upload"),
        path("offer/", wrap(offer), name="articles_image_offer"),
        path("shown/<uuid:uuid>/", wrap(shown), name="articles_image_shown"),
    ]


def keep(upload: UploadedFile, *, at: datetime) -> Image:
    """Give the stored picture of an upload; the same bytes are the same picture."""
    image = Image(created_at=at)
    fill(image, upload.read(), filename=upload.name or "")
    known = Image.objects.filter(
        content_hash=image.content_hash, status=Image.Status.READY
    ).first()
    if known is not None:
        return known
    image.save()
    make_ready_later(image)
    return image


def make_ready_later(image: Image) -> None:
    """Let the background make a new file's renditions before anybody asks for them."""
    name = str(image.uuid)
    transaction.on_commit(lambda: make_renditions.enqueue(name))


def facts(image: Image) -> dict[str, Any]:
    """Say of a picture what a script needs to name and to show it."""
    return {
        "id": image.pk,
        "uuid": str(image.uuid),
        "address": f"image:{image.uuid}",
        "shown_at": reverse("admin:articles_image_shown", args=[image.uuid]),
        "change": reverse("admin:articles_image_change", args=[image.pk]),
        "width": image.width,
        "height": image.height,
        **{name: getattr(image, name) for name in WORDS},
    }


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take one file into the library: ``file``, with its words where they are sent.

    Answers the picture's facts and whether the library had it already (``known``), or
    422 with the sentence that says why it was refused.
    """
    if not policy.holds(request.user, "articles.add_image"):
        raise PermissionDenied
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        sentence = _t("There is no file in what was sent: choose a picture.")
        return JsonResponse({"refused": sentence}, status=422)
    at = timezone.now()
    try:
        image = keep(file, at=at)
    except PictureRefused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=422)
    known = image.created_at != at
    if not known:
        _describe(image, request)
    return JsonResponse(facts(image) | {"known": known})


def _describe(image: Image, request: HttpRequest) -> None:
    """Put the words that came with a new picture where they belong."""
    sent = [name for name in WORDS if request.POST.get(name, "").strip()]
    for name in sent:
        setattr(image, name, request.POST[name].strip()[: WORDS[name]])
    if sent:
        image.save(update_fields=sent)


@require_GET
def offer(request: HttpRequest) -> HttpResponse:
    """Answer the newest pictures whose words hold what was typed."""
    if not policy.holds(request.user, "articles.view_image"):
        raise PermissionDenied
    ready = Image.objects.filter(status=Image.Status.READY)
    for word in request.GET.get("q", "").replace("\0", "").split()[:8]:
        ready = ready.filter(
            Q(alt__icontains=word)
            | Q(caption__icontains=word)
            | Q(credit__icontains=word)
        )
    return JsonResponse({"pictures": [facts(image) for image in ready[:OFFERED]]})


@require_GET
def shown(request: HttpRequest, uuid: UUID) -> HttpResponse | FileResponse:
    """Send a picture, as large as a text shows it, to people who may see pictures."""
    image = Image.objects.filter(uuid=uuid).first()
    if image is None or not policy.holds(request.user, "articles.view_image"):
        raise Http404
    small = request.GET.get("size") == "small"
    found = desk_file(
        image, width=400 if small else 1200, ratio="4:3" if small else "original"
    )
    if found is None:
        raise Http404
    response = FileResponse(found.path.open("rb"), content_type=found.type)
    patch_cache_control(response, private=True, max_age=KEEP_SECONDS)
    return response
