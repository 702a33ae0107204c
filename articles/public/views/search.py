"""Finding articles by what they say."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import pgettext

from articles.public import answers
from articles.public.asking import PATH, Asked
from articles.public.found import SearchFrame
from articles.public.pages import PublicView
from articles.public.scripts import render
from newsroom.delivery import headers


class SearchPage(PublicView):
    """A question, its answer, and what else one might ask.

    Nobody between the site and the reader keeps it: any change of any article may
    change any answer, and there are as many addresses as questions.
    """

    template_name = "paper/search.html"

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """Answer a question, or ask for one."""
        answer = answers.answer(Asked.of(request.GET))
        query = answer.asked.query
        frame = SearchFrame(
            path=PATH,
            labels=answer.labels,
            title=query.text or pgettext("paper", "Search"),
            asked=answer.asked,
            indexed=not query.text,
        )
        context = {
            "frame": frame,
            "asked": answer.asked,
            "answer": answer,
            "problem": query.problem and query.problem.name,
            "hits": answer.hits,
            "paging": answer.pages,
            "limits": answers.limits(answer),
            "narrower": list(answers.narrower(answer)),
            "also": answers.also(answer),
            "ways": answers.ways(answer) if query and not answer.found.total else [],
            "best": answer.asked.by(newest=False),
            "newest": answer.asked.by(newest=True),
            "sections": answers.in_tree(answer.labels),
            "years": answers.years(),
        }
        response = render(request, self.template_name, context)
        return headers.deliver(request, response, shared=False)
