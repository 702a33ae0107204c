"""What people are told: one notice each, as they chose, and only of what they may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from articles.models.desk import Article, Byline, Note, Notice, NoticeChoice, Occasion
from articles.workflow import accounts, policy
from articles.workflow.names import called

BY_MAIL = frozenset(
    {Occasion.MENTIONED, Occasion.ASSIGNED, Occasion.CHANGES, Occasion.FAILED}
)
"""What comes by e-mail too unless somebody chose otherwise; the desk shows it all."""

SENTENCES = {
    Occasion.SUBMITTED: _noop("%(who)s submitted it for review"),
    Occasion.CHANGES: _noop("%(who)s asked for changes"),
    Occasion.APPROVED: _noop("%(who)s approved it"),
    Occasion.WENT_OUT: _noop("%(who)s changed what readers have of it"),
    Occasion.ASSIGNED: _noop("%(who)s gave it to you"),
    Occasion.MENTIONED: _noop("%(who)s mentioned you in a note"),
    Occasion.NOTED: _noop("%(who)s wrote a note"),
    Occasion.OUTSIDER: _noop("%(who)s answered a preview link of yours"),
    Occasion.COMMENTED: _noop("A reader’s comment waits for moderation"),
    Occasion.FAILED: _noop("The schedule needs somebody"),
}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One thing to tell some people."""

    occasion: str
    users: Collection[User]
    at: datetime
    article: Article | None = None
    note: Note | None = None
    actor: User | None = None
    text: str = ""


def tell(
    occasion: str,
    *,
    users: Iterable[User],
    at: datetime,
    article: Article | None = None,
    note: Note | None = None,
    actor: User | None = None,
    text: str = "",
) -> list[Notice]:
    """Tell people of one thing; call it in the transaction of what it tells of.

    Each person hears once, as they chose; never who did it, nor whoever has left or
    may no longer see the article.
    """
    return tell_each(
        [
            Telling(
                occasion=occasion, users=list(users), at=at, article=article,
                note=note, actor=actor, text=text,
            )
        ]
    )  # fmt: skip


def tell_each(batch: Iterable[Telling]) -> list[Notice]:
    """Tell people of many things, in a number of queries that their count leaves alone."""
    tellings = [telling for telling in batch if telling.users]
    wanted = {user.pk for telling in tellings for user in telling.users}
    if not wanted:
        return []
    present = accounts.known(accounts.staff().filter(pk__in=wanted))
    people = {user.pk: user for user in present}
    articles = accounts.asked_about(
        {one.article.pk for one in tellings if one.article is not None}
    )
    choices = choices_of(people)
    made = [
        notice
        for telling in tellings
        for notice in _notices(telling, people, articles, choices)
    ]
    once = {
        (one.user_id, one.occasion, one.article_id, one.note_id, one.text): one
        for one in made
    }
    return Notice.objects.bulk_create(once.values())


def _notices(
    telling: Telling,
    people: dict[int, User],
    articles: dict[int, Article],
    choices: "Choices",
) -> Iterable[Notice]:
    """Give the unsaved notices of one telling: for whom it is, each as they chose."""
    article = articles.get(telling.article.pk) if telling.article else None
    for pk in dict.fromkeys(user.pk for user in telling.users):
        user = people.get(pk)
        if user is None or user == telling.actor:
            continue
        if telling.article and not (article and policy.may_see(user, article).allowed):
            continue
        at_the_desk, by_mail = choices.get(
            (pk, telling.occasion), default_of(telling.occasion)
        )
        if at_the_desk or by_mail:
            yield Notice(
                user=user, occasion=telling.occasion, article=telling.article,
                note=telling.note, actor=telling.actor, text=telling.text,
                at=telling.at, at_the_desk=at_the_desk, by_mail=by_mail,
            )  # fmt: skip


Choices = dict[tuple[int, str], tuple[bool, bool]]


def default_of(occasion: str) -> tuple[bool, bool]:
    """Say how people hear of an occasion who chose nothing: at the desk, by e-mail."""
    return True, occasion in BY_MAIL


def choices_of(users: Iterable[int]) -> Choices:
    """Give what people chose: at the desk and by e-mail, for a person and an occasion."""
    rows = NoticeChoice.objects.filter(user__in=list(users))
    return {(row.user_id, row.occasion): (row.at_the_desk, row.by_mail) for row in rows}


def people_of(article: Article) -> list[User]:
    """Give the accounts whose article it is: who began it, who signs, whose task it is."""
    return people_of_each([article])[article.pk]


def people_of_each(articles: Iterable[Article]) -> dict[int, list[User]]:
    """Give for each article the accounts whose it is, in two queries."""
    whose = {one.pk: {one.created_by_id, one.assignee_id} for one in articles}
    signed = Byline.objects.filter(article__in=whose, author__user__isnull=False)
    for article, user in signed.values_list("article", "author__user"):
        whose[article].add(user)
    pks = {pk for found in whose.values() for pk in found if pk is not None}
    people = list(accounts.staff().filter(pk__in=pks).order_by("pk")) if pks else []
    return {
        article: [user for user in people if user.pk in found]
        for article, found in whose.items()
    }


def shown(user: User) -> "QuerySet[Notice]":
    """Keep a person's notices for the desk, and none of articles now out of sight."""
    return told_to(user).filter(at_the_desk=True)


def told_to(user: User) -> "QuerySet[Notice]":
    """Keep a person's notices, those by e-mail only too; none of what is out of sight."""
    mine = Notice.objects.filter(user=user.pk)
    if policy.sees_all(user):
        return mine
    seen = policy.visible(user, Article.objects.order_by()).values("pk")
    return mine.filter(Q(article=None) | Q(article__in=seen))


def name_of(user: User | None) -> str:
    """Name a person as colleagues do; the system where there is none."""
    if user is None:
        return _("the system")
    return called(user)


def sentence(notice: Notice) -> str:
    """Say in one sentence what a notice tells; the article is named beside it."""
    who = name_of(notice.actor)
    if notice.actor is None and notice.note is not None and notice.note.outsider:
        who = notice.note.outsider
    return _(SENTENCES[Occasion(notice.occasion)]) % {"who": who}


def words(notice: Notice) -> str:
    """Give what was said with it: the reason, or the note; never the article's text."""
    return notice.text or (notice.note.text if notice.note else "")
