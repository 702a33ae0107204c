"""Two articles with every element of a text, to judge how it is set, and what readers
wrote below them."""

from datetime import datetime

from articles import publishing, workflow
from articles.demo import comments
from articles.demo.people import Staff
from articles.demo.plan import LEAD, Planned, identify, plan
from articles.demo.rows import category, draw_picture
from articles.demo.texts import Theme, folder, topics
from articles.models.desk import Article, Author, Byline, Filing, Tag, TaggedArticle
from articles.models.reader import PublishedArticle

LANGUAGES = ("zh-Hans", "en")
PICTURES = 3


def add(*, at: datetime, seed: int, people: Staff) -> int:
    """Publish the articles that are missing; gives how many were."""
    made = []
    for language in LANGUAGES:
        key = identify(seed, "showcase", language)
        if not Article.objects.filter(uuid=key).exists():
            article = _make(language, at=at, seed=seed)
            revision = workflow.revise(article, actor=people.writer, at=at - 2 * LEAD)
            if revision is None:
                raise ValueError(f"{article} says nothing new.")
            publishing.publish(revision, actor=people.publisher, at=at - 2 * LEAD)
            made.append(key)
    pages = PublishedArticle.objects.filter(uuid__in=made)
    comments.add(list(pages), people, at=at)
    return len(made)


def _make(language: str, *, at: datetime, seed: int) -> Article:
    source = (folder() / f"showcase.{language}.md").read_text(encoding="utf-8")
    head, _, body = source.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    theme, topic = next(pair for pair in topics() if pair[0].language == language)
    first: Planned = plan(1, seed=seed, at=at)[0]
    article = Article.objects.create(
        uuid=identify(seed, "showcase", language),
        title=said["title"],
        deck=said["deck"],
        body=_filled(body, theme, first, at=at, seed=seed),
        body_format="markdown",
        language=language,
        created_at=at - 2 * LEAD,
        changed_at=at - 2 * LEAD,
    )
    Filing.objects.create(article=article, category=category(theme, topic))
    author = Author.objects.get_or_create(name=said["author"])[0]
    Byline.objects.create(
        article=article, author=author, position=0, role=theme.roles[0]
    )
    for name in said["tags"].replace("、", ", ").split(", "):
        tag = Tag.objects.get_or_create(name=name)[0]
        TaggedArticle.objects.create(content_object=article, tag=tag)
    return article


def _filled(
    body: str, theme: Theme, linked: Planned, *, at: datetime, seed: int
) -> str:
    """Put in the pictures, and the article that is linked to."""
    body = body.replace("{other}", str(linked.uuid))
    for place in range(PICTURES):
        picture = draw_picture(theme, theme.topics[0], place, seed=seed, at=at)
        body = body.replace(f"{{picture{place}}}", f"image:{picture.uuid}")
    return body
