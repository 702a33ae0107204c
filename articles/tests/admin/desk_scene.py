"""A desk at its busiest: one article in every state, and a row on every page."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles import publishing, workflow
from articles.media import fill
from articles.models.desk import (
    Article,
    AuditEntry,
    Author,
    Autosave,
    BannedWord,
    ChecklistRule,
    Comment,
    Correction,
    Ending,
    Image,
    ImportSource,
    Note,
    Page,
    PreviewVisit,
    Priority,
    Revision,
    ScheduledMove,
    SiteSettings,
    Source,
)
from articles.models.reader import Publication
from articles.publishing import front
from articles.tests.factories import NOON, make_article, make_category, make_live
from articles.tests.media.samples import sample
from articles.tests.workflow.people import (
    AT,
    everyone,
    limited,
    make_in,
    newest,
    save,
)
from articles.workflow import notes, sharing

HOUR = timedelta(hours=1)
TITLE = "A harbour town learns to live with the tide and its many consequences"

Keys = dict[str, Any]


def build(chief: User) -> Keys:
    """Make everything, and give what addresses are filled in with."""
    cast = everyone()
    article = talked_about(chief, cast)
    keys = {
        **articles_in_every_state(chief, cast),
        "article": article.pk,
        "tag": article.tags.get().pk,
        "chief": chief.pk,
        "user": limited(cast["editor"], "金融").pk,
        "group": Group.objects.get(name="Writer").pk,
        "author": Author.objects.get(name="林晓").pk,
        "source": Source.objects.get().pk,
        "category": make_category("金融").pk,
        "image": pictures(),
        "lost": lost_picture().pk,
        "rule": rule().pk,
        **of_the_site(article),
        "imported": imported(article).pk,
        "publication": Publication.objects.filter(article=article.uuid).latest("pk").pk,
        "offer": typed(chief, article).pk,
    }
    arrange(cast, article)
    keys["move"] = ScheduledMove.objects.latest("pk").pk
    keys["entry"] = AuditEntry.objects.latest("pk").pk
    return keys


def talked_about(chief: User, cast: Keys) -> Article:
    """Give a live article with a newer draft, notes, a task, links and a visitor."""
    article = make_live(
        TITLE,
        categories=(("金融", "证券"),),
        tags=("港口",),
        bylines=("林晓", "何田"),
        source="海风通讯社",
        language="en",
        created_by=cast["writer"],
    )
    old = newest(article)
    article.title, article.body = "渡轮停航", "因大风，渡轮停航。" * 30
    article.assignee, article.priority = chief, Priority.URGENT
    article.due_at = timezone.now() + HOUR
    article.save()
    workflow.revise(article, actor=cast["writer"], at=AT, note="改了题")
    article.refresh_from_db()
    first = notes.write(
        article, author=cast["editor"], at=AT, text="@root 查一下", passage="渡轮停航"
    )
    notes.write(article, author=chief, at=AT, text="查过了。", answers=first.pk)
    settled = notes.write(article, author=chief, at=AT, text="图片授权到月底。")
    notes.resolve(settled, actor=chief, at=AT)
    shared(article, old, chief)
    return article


def shared(article: Article, old: Revision, chief: User) -> None:
    """Share it with two outsiders, of whom one answered and one is out again."""
    now = timezone.now()
    link = sharing.share(newest(article), maker=chief, at=now, recipient="周律师")
    sharing.visited(
        link, PreviewVisit.Kind.READ, at=now, address="203.0.113.8", browser="Firefox"
    )
    Note.objects.create(
        article=article, link=link, outsider="周律师", opinion=Note.Opinion.CONCERNS,
        text="请隐去姓名。", revision_number=2, created_at=now,
    )  # fmt: skip
    revoked = sharing.share(old, maker=chief, at=now, recipient="何田")
    sharing.revoke(article, actor=chief, at=now, only=revoked.pk)


def articles_in_every_state(chief: User, cast: Keys) -> Keys:
    """Make one article of each kind that the form shows in its own way."""
    writer = cast["writer"]
    made = {
        "review": make_in("in_review", "never", by=writer),
        "scheduled": make_in("approved", "live", by=writer, scheduled=True),
        "withdrawn": make_in("draft", "withdrawn", by=writer),
        "held": withdrawn(chief, Ending.HOLD),
        "late": late(),
        "returned": returned(cast),
        "corrected": corrected(chief),
    }
    return {name: article.pk for name, article in made.items()}


def withdrawn(chief: User, ending: str) -> Article:
    """Give an article that was live, and how its address answers now."""
    article = make_live("撤下的稿")
    publishing.withdraw(article, actor=chief, at=AT, reason="核实中", ending=ending)
    return article


def late() -> Article:
    """Give an article that should be live and is not, and let another move fail."""
    article = make_in("approved", "never", scheduled=True)
    moves = ScheduledMove.objects.filter(article=article)
    moves.update(at=timezone.now() - 3 * HOUR)
    ScheduledMove.objects.create(
        article=article, kind="withdraw", at=NOON, state="failed", settled_at=AT,
        failure="撤稿没有完成。", created_at=NOON,
    )  # fmt: skip
    return article


def returned(cast: Keys) -> Article:
    """Give a draft that the editor wants changed."""
    article = make_in("in_review", "never", by=cast["writer"])
    workflow.request_changes(article, actor=cast["editor"], at=AT, note="再短一点")
    return article


def corrected(chief: User) -> Article:
    """Give a live article whose draft lacks the correction that readers have."""
    article = make_live("渡轮复航首日", body="码头上有二十三人。\n\n票价没有变。")
    live = newest(article).content
    article.body = "码头上的人更多了。\n\n票价没有变。"
    article.save(update_fields=["body"])
    save(article, chief)
    publishing.correct(
        Article.objects.get(pk=article.pk),
        content={**live, "body": "码头上有三十二人。\n\n票价没有变。"},
        kind=Correction.Kind.CORRECTION, text="人数应为三十二。", actor=chief, at=AT,
    )  # fmt: skip
    return article


def arrange(cast: Keys, article: Article) -> None:
    """Set the front page twice, so that it has a history."""
    placings = [
        front.Placing(place="lead", article=article),
        front.Placing(place="second", article=make_live("乙")),
    ]
    for number in (1, 2):
        front.arrange(
            placings[:number], expected=number - 1, actor=cast["publisher"], at=AT,
            note="换头条",
        )  # fmt: skip


def lost_picture() -> Image:
    """Give a picture that could not be fetched."""
    return Image.objects.create(
        origin="https://pictures.example/ferry.jpg",
        status=Image.Status.FAILED,
        failure="“pictures.example” did not answer in time.",
        created_at=NOON,
    )


def pictures() -> int:
    """Make a picture that is ready and one that is not."""
    image = Image(created_at=NOON, alt="码头")
    fill(image, sample())
    image.save()
    Image.objects.create(origin="http://x.example/a.jpg", created_at=NOON)
    return int(image.pk)


def of_the_site(article: Article) -> Keys:
    """Make what readers wrote, and the pages and settings of the site itself."""
    BannedWord.objects.get_or_create(word="赌场")
    comment = Comment.objects.create(
        article=article, name="读者", text="渡轮几时复航？", language="zh-Hans",
        created_at=NOON,
    )  # fmt: skip
    said = {"title": "关于我们", "body": "**海风**编辑部。", "changed_at": NOON}
    page, _made = Page.objects.get_or_create(slug="about", defaults=said)
    site = SiteSettings.objects.first() or SiteSettings.objects.create(name="新闻室")
    return {"comment": comment.pk, "page": page.pk, "site": site.pk}


def rule() -> ChecklistRule:
    """Make a rule of a section."""
    return ChecklistRule.objects.create(
        check_name="summary", level="warn", least=20, category=make_category("金融")
    )


def imported(article: Article) -> ImportSource:
    """Make what an article was imported from."""
    row = ImportSource(
        article=article, revision=newest(article), source_key="a:1", imported_at=NOON
    )
    row.keep(b'{"title": "x"}')
    row.save()
    return row


def typed(chief: User, article: Article) -> Autosave:
    """Leave unsaved texts behind, of an article and of one that never was saved."""
    now = timezone.now()
    Autosave.objects.create(
        user=chief, tab="new", fields={"title": ["写到一半"]}, saved_at=now
    )
    return Autosave.objects.create(
        user=chief, article=article, tab="gone", basis=str(article.latest_number),
        fields={
            "title": ["渡轮停航两日"], "body": [article.body], "deck": ["大风"],
        },
        saved_at=now,
    )  # fmt: skip


def make_clash() -> Article:
    """Give an article that two are about to change."""
    article = make_article("两人同改的稿")
    save(article, None)
    return Article.objects.get(pk=article.pk)
