"""A form that was overtaken: brought up to date, or shown with both texts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from articles.admin import columns, comparing, typed
from articles.admin.article_form import ArticleForm, basis
from articles.admin.comparing import Difference, Pictures
from articles.models.desk import Article, Revision
from articles.models.desk.revisions import snapshot
from articles.text.numbers import row_number
from articles.workflow import paragraphs
from articles.workflow.merging import Conflict, merge

Content = dict[str, Any]

TAKE_THEIRS = "theirs"


@dataclass
class Overtaken:
    """What came of a form that somebody had overtaken, for the form and the message.

    ``base`` and ``theirs`` number the revisions that conflicts lie between.
    """

    post: QueryDict
    now: str
    base: int
    theirs: int
    conflicts: list[Conflict] = field(default_factory=list)
    from_mine: Sequence[str] = ()
    from_theirs: Sequence[str] = ()
    who: str = ""
    merging: int | None = None

    @property
    def differences(self) -> list[Difference]:
        """Give what both sides wrote, marked word by word: mine, then theirs."""
        mine = {one.field: one.with_mine for one in self.conflicts}
        theirs = {one.field: one.with_theirs for one in self.conflicts}
        pictures = Pictures.of(mine, theirs)
        return [_shown(one.field, mine, theirs, pictures) for one in self.conflicts]

    @property
    def by_hand(self) -> dict[str, str]:
        """Give their value of each desk date, to be taken when the form comes back."""
        desk = (one for one in self.conflicts if one.field in typed.DESK)
        return {one.field: one.theirs for one in desk}

    @property
    def said(self) -> str:
        """Say what came from whom, once it is saved."""
        if not self.from_theirs:
            return ""
        told = {
            "who": self.who,
            "number": self.theirs,
            "theirs": named(self.from_theirs),
            "mine": named(self.from_mine) or "–",
        }
        if self.merging:
            return (
                _("From the correction: %(theirs)s. From the draft: %(mine)s.") % told
            )
        return (
            _(
                "%(who)s saved while you were writing, and both are in it: "
                "%(theirs)s from there, %(mine)s from you."
            )
            % told
        )


def label(name: str) -> str | Promise:
    """Name a field as the form does."""
    if name in comparing.LABELS:
        return comparing.LABELS[name]
    return ArticleForm.base_fields[name].label or name


def named(names: Sequence[str]) -> str:
    """Name some fields in one line."""
    return _(", ").join(str(label(name)) for name in names)


def _shown(name: str, mine: Content, theirs: Content, pictures: Pictures) -> Difference:
    if name in ("title", "deck"):
        return comparing.words(name, mine, theirs)
    if name == "body":
        return comparing.body(mine[name] or "", theirs[name] or "")
    if name in comparing.NAMES:
        names = comparing.NAMES[name]
        return comparing.listed(name, names(mine), names(theirs))
    if name in comparing.PICTURES:
        return comparing.picture(name, mine, theirs, pictures)
    if name in typed.DESK:
        before, after = (side[name].replace("T", " ") for side in (mine, theirs))
        return Difference(
            name=name, label=label(name), shape="value", changed=True,
            before=before, after=after,
        )  # fmt: skip
    return comparing.value(name, mine, theirs)


def bring_up_to_date(request: HttpRequest, article: Article) -> Overtaken | None:
    """Merge what was typed with what was saved since; None where nothing was.

    The article is locked and loaded whole. What comes back holds the form as it is to
    be read from now on, with what is still open.
    """
    post = request.POST.copy()
    now = basis(article)
    seen = post.get("basis", "")
    current = snapshot(article)
    unresolved = _resolve(post, article)
    if seen == now and not unresolved:
        return None if "conflict" not in post else _settled(post, article, now)
    base, number = _opened(seen, article, current)
    mine = typed.as_snapshot(post, base if base is not None else current)
    found = merge(base, mine, current)
    desk, clashes = _merge_desk(post, article)
    open_names = {one.field for one in unresolved}
    conflicts = [one for one in found.conflicts if one.field not in open_names]
    content = found.content | {one.field: one.with_mine for one in unresolved
                               if one.field not in typed.DESK}  # fmt: skip
    for name, values in typed.as_posted(content, article).items():
        post.setlist(name, values)
    for name, value in desk.items():
        post[name] = value
    overtaken = _settled(post, article, now)
    overtaken.conflicts = [*unresolved, *conflicts, *clashes]
    if not unresolved:
        overtaken.base, overtaken.theirs = number, article.latest_number
    overtaken.from_mine, overtaken.from_theirs = found.from_mine, found.from_theirs
    overtaken.who = _saver(article)
    return overtaken


def _settled(post: QueryDict, article: Article, now: str) -> Overtaken:
    """Let the form stand on what the article says now."""
    post["basis"] = now
    post["seen"] = json.dumps(typed.desk_values(article))
    merging = row_number(post.get("merging")) or None
    return Overtaken(
        post=post, now=now, base=row_number(post.get("merge_base")),
        theirs=row_number(post.get("merge_theirs")) or article.latest_number,
        merging=merging,
    )  # fmt: skip


def _saver(article: Article) -> str:
    newest = Revision.objects.filter(article=article, number=article.latest_number)
    one = newest.select_related("created_by").defer("content").first()
    return columns.person(one.created_by if one else None)


def _opened(
    seen: str, article: Article, current: Content
) -> tuple[Content | None, int]:
    """Give what the article said when the form was opened; None: nobody knows."""
    number = row_number(seen.partition("-")[0])
    if number and number == article.latest_number:
        return current, number
    return _content(article, number), number


def _content(article: Article, number: int) -> Content | None:
    rows = Revision.objects.filter(article=article, number=number)
    content: Content | None = rows.values_list("content", flat=True).first()
    return content


def _resolve(post: QueryDict, article: Article) -> list[Conflict]:
    """Put what was decided into the form; give the conflicts nobody has decided."""
    names = post.getlist("conflict")
    if not names:
        return []
    theirs = _content(article, row_number(post.get("merge_theirs")))
    base = _content(article, row_number(post.get("merge_base")))
    if theirs is None:
        return []
    mine = typed.as_snapshot(post, theirs)
    left = []
    for name in names:
        choice = post.get(f"take-{name}", "")
        is_desk = name in typed.DESK
        if name not in theirs and not is_desk:
            continue
        their = post.get(f"theirs-{name}", "") if is_desk else theirs[name]
        my = post.get(name, "") if is_desk else mine[name]
        opened = (base or {}).get(name)
        pair = (my, their)
        if name == "body" and opened is not None:
            merged = paragraphs.merge(opened, my, their)
            pair = (merged.with_mine, merged.with_theirs)
        if choice == TAKE_THEIRS:
            _take(post, name, pair[1], article, is_desk=is_desk)
        elif not choice:
            left.append(
                Conflict(
                    field=name,
                    base=opened,
                    mine=my,
                    theirs=their,
                    with_mine=pair[0],
                    with_theirs=pair[1],
                )
            )
    return left


FORM_NAMES = {"categories": "filed_under", "tags": "tag_names"}


def _take(
    post: QueryDict, name: str, value: Any, article: Article, *, is_desk: bool
) -> None:
    if is_desk:
        post[name] = value
        return
    wanted = FORM_NAMES.get(name, name)
    for key, values in typed.as_posted({name: value}, article).items():
        if key == wanted or (name == "bylines" and key.startswith("bylines-")):
            post.setlist(key, values)


def _merge_desk(
    post: QueryDict, article: Article
) -> tuple[dict[str, str], list[Conflict]]:
    """Merge the desk's dates like everything else; they are in no revision."""
    opened = _seen(post.get("seen", ""))
    merged: dict[str, str] = {}
    conflicts = []
    for name, current in typed.desk_values(article).items():
        mine, base = post.get(name, ""), opened.get(name)
        merged[name] = current if mine == base else mine
        if mine not in (base, current) and current != base:
            conflicts.append(
                Conflict(
                    field=name,
                    base=base,
                    mine=mine,
                    theirs=current,
                    with_mine=mine,
                    with_theirs=current,
                )
            )
    return merged, conflicts


def _seen(text: str) -> Mapping[str, Any]:
    try:
        seen = json.loads(text)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def by_of(article: Article, number: int) -> dict[str, Any]:
    """Say who saved a revision, and when."""
    rows = Revision.objects.filter(article=article, number=number)
    one = rows.select_related("created_by").defer("content").first()
    return {
        "number": number,
        "who": columns.person(one.created_by if one else None),
        "when": columns.moment(one.created_at) if one else "",
    }
