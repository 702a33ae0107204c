"""Pictures that editors bring along."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from articles.media import fill
from articles.models.desk import Image


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
    return image
