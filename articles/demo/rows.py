"""The desk's rows of generated articles: found by name, or made."""

from datetime import datetime
from random import Random

from articles.demo import art
from articles.demo.plan import Planned, identify, random
from articles.demo.prose import Story, write
from articles.demo.texts import THEMES, Theme, Topic, desk
from articles.media import fill
from articles.models.desk import (
    Article,
    Author,
    Byline,
    Category,
    Filing,
    Image,
    Source,
    Tag,
    TaggedArticle,
)

PICTURES_PER_TOPIC = 3


def make_article(planned: Planned, *, seed: int, at: datetime) -> Article:
    """Make the working copy of a planned article with all its relations."""
    rng = random(seed, "words", planned.index)
    theme, topic = planned.theme, planned.topic
    story = write(theme, topic, planned.nth, rng)
    picture = _picture(planned, seed=seed, at=at) if planned.with_picture else None
    from_outlet = rng.random() < 0.2
    article = Article.objects.create(
        uuid=planned.uuid,
        title=story.title,
        deck=story.deck,
        body=story.body,
        body_format=story.body_format,
        language=theme.language,
        source=_source(rng) if from_outlet else None,
        thumbnail=picture,
        lead_picture=picture,
        comments_enabled=rng.random() < 0.7,
        published_at=planned.instant if planned.public else None,
        created_at=planned.instant,
        changed_at=planned.instant,
    )
    Filing.objects.create(article=article, category=category(theme, topic))
    if not from_outlet:
        _sign(article, theme, rng)
    for name in rng.sample(theme.tags, rng.randint(2, 4)):
        tag = Tag.objects.get_or_create(name=name)[0]
        TaggedArticle.objects.create(content_object=article, tag=tag)
    return article


def second_thoughts(planned: Planned, *, seed: int) -> Story:
    """Write the same article again a little differently, for a later revision."""
    again = write(
        planned.theme, planned.topic, planned.nth, random(seed, "again", planned.index)
    )
    first = write(
        planned.theme, planned.topic, planned.nth, random(seed, "words", planned.index)
    )
    return Story(
        title=first.title,
        deck=again.deck or first.deck,
        body=again.body,
        body_format=again.body_format,
    )


def category(theme: Theme, topic: Topic) -> Category:
    """Find or make a topic's category; sections stand in the order of the files."""
    found: Category | None = None
    for name in topic.path:
        place = THEMES.index(theme.name) + 1 if found is None else 0
        found, _ = Category.objects.get_or_create(
            parent=found, name=name, defaults={"position": place}
        )
    if found is None:
        raise ValueError(f"A topic of {theme.name} has no category.")
    return found


def _sign(article: Article, theme: Theme, rng: Random) -> None:
    names = rng.sample(theme.people, rng.choice((1, 1, 1, 2)))
    if theme.chinese and rng.random() < 0.12:
        names = [rng.choice(desk().desks)]
    for position, name in enumerate(names):
        is_desk = name in desk().desks
        author, _ = Author.objects.get_or_create(
            name=name,
            defaults={
                "author_kind": Author.Kind.DESK if is_desk else Author.Kind.PERSON,
                "description": desk().about if theme.chinese and not is_desk else "",
            },
        )
        role = "" if is_desk else rng.choice(theme.roles)
        Byline.objects.create(
            article=article, author=author, position=position, role=role
        )


def _source(rng: Random) -> Source:
    return Source.objects.get_or_create(name=rng.choice(desk().outlets))[0]


def _picture(planned: Planned, *, seed: int, at: datetime) -> Image:
    """Find or draw the picture of a planned article: every third has one."""
    place = planned.nth // 3 % PICTURES_PER_TOPIC
    return draw_picture(planned.theme, planned.topic, place, seed=seed, at=at)


def draw_picture(
    theme: Theme, topic: Topic, place: int, *, seed: int, at: datetime
) -> Image:
    """Find or draw one of a topic's pictures."""
    key = identify(seed, "picture", *topic.path, place)
    image = Image.objects.filter(uuid=key).first()
    if image is None:
        caption = topic.captions[place % len(topic.captions)]
        image = Image(
            uuid=key,
            alt=caption,
            caption=caption,
            credit="Newsroom" if not theme.chinese else "新闻室制图",
            licence="CC0",
            created_at=at,
        )
        rng = random(seed, "picture", *topic.path, place)
        # The pictures of a topic, and of its neighbours in a section, differ in kind.
        nth = place * 2 + theme.topics.index(topic) + THEMES.index(theme.name)
        drawn = art.draw(theme.colours, rng, nth=nth)
        fill(image, drawn, filename="picture.jpg")
        image.save()
    return image
