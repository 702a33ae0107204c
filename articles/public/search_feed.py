"""What a search finds, the newest first, for people and machines that subscribe."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.public import answers
from articles.public.addresses import absolute
from articles.public.asking import PATH, Asked
from articles.public.feeds import Channel, address_of, identity_of, respond
from articles.public.pages import answer_a_miss
from articles.public.scripts import in_script, said
from articles.public.site import site
from articles.public.stories import Story, stories
from newsroom.delivery.headers import UNSHARED


@require_safe
def search_feed(request: HttpRequest, form: str = "rss") -> HttpResponseBase:
    """Answer the newest articles that a question finds, or 304.

    What cannot be asked has no feed. It changes at most when the list of all articles
    does, so a subscriber who has it all costs one look at that.
    """
    asked = Asked.of(request.GET).by(newest=True).at(1)
    front = Label.objects.filter(kind=Kind.FRONT).first()
    if not asked.query or front is None:
        return answer_a_miss(request)

    def read() -> tuple[Sequence[Story], Iterable[str]]:
        given = answers.answer(asked, size=conf().feed_size)
        return in_script(stories(given.found.articles, given.names)), ()

    version = (front.version, front.changed_at)
    response = respond(
        request, form, _channel(asked, form, front), read, version=version
    )
    response.headers["Cache-Control"] = UNSHARED
    return response


def _channel(asked: Asked, form: str, front: Label) -> Channel:
    called = said(site().name)
    question = asked.by(newest=False).link
    return Channel(
        site=called,
        title=f"“{asked.query.text}” · {called}",
        description=said(_("New articles that say “%s”") % asked.query.text),
        page=absolute(PATH) + question,
        address=absolute(address_of(PATH, form)) + question,
        identity=identity_of(f"search{question}"),
        changed_at=front.changed_at,
    )
