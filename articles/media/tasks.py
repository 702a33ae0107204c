"""What is done for pictures after the request that brought them."""

from django_tasks import task

from articles.media.pictures import for_image
from articles.models.desk import Image


@task()
def make_renditions(uuid: str) -> bool:
    """Make a picture's renditions before a page needs them; says whether it has any.

    May run twice: what is there already stays.
    """
    image = Image.objects.filter(uuid=uuid).first()
    return image is not None and for_image(image) is not None
