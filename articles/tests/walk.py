"""Every address a visitor can ask for, from the resolver, and what each one answers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from urllib.parse import unquote

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils import translation

Pool = Sequence[Mapping[str, Any]]
PRIVATE = "admin"
LANGUAGES = ("zh-hans", "en", "zh-hant")


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver: the name it reverses by and what it must be told."""

    name: str
    pattern: str
    parameters: frozenset[str]
    translated: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.pattern}"


def routes() -> list[Route]:
    """List every route but the desk's, which is behind a log-in."""
    return list(_routes(get_resolver(), (), "", frozenset(), translated=False))


def _routes(
    resolver: URLResolver,
    spaces: tuple[str, ...],
    before: str,
    outer: frozenset[str],
    *,
    translated: bool,
) -> Iterator[Route]:
    for one in resolver.url_patterns:
        known = outer | _parameters(one)
        locale = isinstance(one.pattern, LocalePrefixPattern)
        pattern = before + ("" if locale else str(one.pattern))
        if isinstance(one, URLResolver):
            if one.namespace == PRIVATE:
                continue
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _routes(
                one, inner, pattern, known, translated=translated or locale
            )
        else:
            assert one.name, f"{pattern} has no name: nothing can link to it or walk it"
            yield Route(":".join((*spaces, one.name)), pattern, known, translated)


def _parameters(one: URLPattern | URLResolver) -> frozenset[str]:
    pattern = one.pattern
    if isinstance(pattern, RoutePattern):
        return frozenset(pattern.converters)
    if isinstance(pattern, LocalePrefixPattern):
        return frozenset()
    return frozenset(pattern.regex.groupindex)


def addresses(
    route: Route,
    pools: Mapping[frozenset[str], Pool],
    *,
    thin: int = 1,
    questions: Sequence[str] = (),
) -> list[str]:
    """Fill a route's parameters from pools of values that belong together.

    A pool is found by the names it gives; a parameter that no pool gives is an error,
    so that a new route cannot go unwalked. The second language takes each ``thin``-th
    address only, the third each ``thin``-th of those. Each is asked for by itself and
    with every one of the questions behind it.
    """
    missing = route.parameters - frozenset().union(*pools)
    assert not missing, f"{route} asks for {sorted(missing)}: add a pool for it"
    choices = []
    for names, pool in pools.items():
        asked = names & route.parameters
        if asked:
            rows = [{name: row[name] for name in asked} for row in pool]
            choices.append([dict(t) for t in dict.fromkeys(map(_frozen, rows))])
    given = [
        {key: value for row in rows for key, value in row.items()}
        for rows in product(*choices)
    ]
    found: list[str] = []
    for rank, language in enumerate(LANGUAGES if route.translated else LANGUAGES[:1]):
        step = thin**rank
        with translation.override(language):
            plain = [reverse(route.name, kwargs=one) for one in given[::step]]
        found += plain
        found += [path + asked for path in plain for asked in questions[::step]]
    return list(dict.fromkeys(found))


def _frozen(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(row.items()))


@dataclass(frozen=True)
class Answer:
    """Everything about a response that a visitor can tell from outside."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int

    @property
    def text(self) -> str:
        """Give headers and body as one text, addresses decoded."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.headers)
        body = self.body.decode("utf-8", "replace")
        return (
            f"{self.status}\n{headers}\n\n{unquote(body)}\n{unquote(headers)}\n{body}"
        )


def walk(
    client: Client, paths: Iterable[str], *, method: str = "get"
) -> dict[str, Answer]:
    """Ask for each path and give what came."""
    return {path: ask(client, path, method=method) for path in paths}


def ask(client: Client, path: str, *, method: str = "get") -> Answer:
    """Ask for one path, counting the queries that it took."""
    asked: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        response = getattr(client, method)(path)
        body = response.getvalue()
    headers = tuple(sorted(response.headers.items()))
    return Answer(response.status_code, headers, body, len(asked))


def differences(
    before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> dict[str, str]:
    """Say for each path whose answer changed what the first change is."""
    return {
        path: _difference(before[path], answer)
        for path, answer in after.items()
        if answer != before[path]
    }


def _difference(before: Answer, after: Answer) -> str:
    if before.status != after.status:
        return f"status {before.status} became {after.status}"
    if before.headers != after.headers:
        changed = set(before.headers) ^ set(after.headers)
        return f"headers {sorted(changed)}"
    if before.body != after.body:
        lines = zip(before.body.splitlines(), after.body.splitlines(), strict=False)
        for old, new in lines:
            if old != new:
                return f"{old.decode()!r} became {new.decode()!r}"
        return f"{len(before.body)} bytes became {len(after.body)}"
    return f"{before.queries} queries became {after.queries}"


# What a withdrawal may tell: that lists changed, and when. It is a public act, dated on
# the 410 page; subscribers' and crawlers' copies must become stale by it. And that the
# ledger has the addresses, which are then looked up: they were public once.
DATES = re.compile(
    rb"<(lastBuildDate|lastmod)>[^<]*</\1>|(?<=</id>)<updated>[^<]*</updated>"
)


def undated(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Forget when lists last changed, in feeds and sitemaps alone, and query counts."""
    return {path: _undated(path, answer) for path, answer in answers.items()}


def _undated(path: str, answer: Answer) -> Answer:
    if "/feed/" not in path and not path.endswith(".xml"):
        return replace(answer, queries=0)
    kept = tuple(
        (name, value)
        for name, value in answer.headers
        if name not in {"ETag", "Last-Modified", "Content-Length"}
    )
    return Answer(answer.status, kept, DATES.sub(b"", answer.body), 0)
