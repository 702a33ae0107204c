"""One account for each role, and articles in every state there is."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, Group, User

from articles import publishing, workflow
from articles.models.desk import (
    Article,
    Revision,
    ScheduledMove,
    SectionLimit,
    Stage,
    Standing,
)
from articles.tests.factories import NOON, make_article, make_category
from articles.workflow import roles

AT = NOON + timedelta(hours=1)
"""When the tests act: an hour after everything was written."""

STATES = [(stage, standing) for stage in Stage for standing in Standing]
NOBODY = AnonymousUser()


def make_user(name: str, role: str = "", **fields: object) -> User:
    """Make (or find) an account of staff in the group of a role."""
    fields = {"is_staff": True, **fields}
    user, created = User.objects.get_or_create(username=name, defaults=fields)
    if created and role:
        if not Group.objects.filter(name=role).exists():
            roles.sync()
        user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


def everyone() -> dict[str, User]:
    """Give the cast: the roles, a writer of something else, an outsider, the owner."""
    return {
        "writer": make_user("lin", roles.WRITER),
        "other writer": make_user("qin", roles.WRITER),
        "editor": make_user("chen", roles.EDITOR),
        "publisher": make_user("zhao", roles.PUBLISHER),
        "administrator": make_user("wu", roles.ADMINISTRATOR),
        "no role": make_user("guest"),
        "superuser": make_user("root", is_superuser=True),
    }


HERE, ELSEWHERE = ("要闻",), ("体育",)
"""The section that limited accounts look after, and one they do not."""


def limited(user: User, *names: str) -> User:
    """Limit an account to a section and all below it."""
    SectionLimit.objects.get_or_create(user=user, category=make_category(*names))
    return User.objects.get(pk=user.pk)


def the_whole_desk() -> dict[str, User]:
    """Give the cast, and an editor and a publisher of one section beside it."""
    return {
        **everyone(),
        "section editor": limited(make_user("he", roles.EDITOR), *HERE),
        "section publisher": limited(make_user("shi", roles.PUBLISHER), *HERE),
    }


def make_in(
    stage: str, standing: str, *, by: User | None = None, scheduled: bool = False
) -> Article:
    """Make an article in a state; live and withdrawn ones have a newer revision."""
    article = make_article(f"{stage} {standing}", created_by=by, bylines=("林晓",))
    save(article, by)
    if standing != Standing.NEVER:
        publishing.publish(newest(article), actor=None, at=NOON)
        article.refresh_from_db()
        if standing == Standing.WITHDRAWN:
            publishing.withdraw(article, actor=None, at=NOON, reason="核实中")
        article.body += "\n\n补充一段。"
        article.save(update_fields=["body"])
        save(article, by)
    fields = {"stage": stage}
    if stage == Stage.APPROVED:
        fields["approved_number"] = newest(article).number
    Article.objects.filter(pk=article.pk).update(**fields)
    article = Article.objects.get(pk=article.pk)
    if scheduled:
        plan(article)
    return article


def plan(article: Article) -> None:
    """Let an article's newest revision wait to go out."""
    ScheduledMove.objects.create(
        article=article,
        kind=ScheduledMove.Kind.PUBLISH,
        revision=newest(article),
        at=AT + timedelta(days=1),
        created_at=NOON,
    )


def save(article: Article, by: User | None) -> None:
    """Record what an article says as its next revision."""
    workflow.revise(article, actor=by, at=NOON)


def newest(article: Article) -> Revision:
    """Give an article's newest revision."""
    revision = Revision.objects.filter(article=article).latest("number")
    revision.article = Article.objects.get(pk=article.pk)
    return revision
