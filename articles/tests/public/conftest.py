"""A small site that most tests of public pages read."""

from types import SimpleNamespace

import pytest

from articles.models.reader.labels import Kind
from articles.tests.public.rows import make_label, make_rows


@pytest.fixture
def site(db: None) -> SimpleNamespace:
    """Give a site of 25 articles in 城市 › 交通 and one in 文化."""
    city = make_label(Kind.CATEGORY, "城市", uid="1", position=0)
    traffic = make_label(Kind.CATEGORY, "交通", uid="2", parent=city)
    culture = make_label(Kind.CATEGORY, "文化", uid="3", position=1)
    author = make_label(Kind.AUTHOR, "林晓")
    source = make_label(Kind.SOURCE, "海风通讯社")
    tag = make_label(Kind.TAG, "渡轮")
    rows = make_rows(
        [f"渡轮第{number}班" for number in range(25)],
        section=traffic,
        bylines=[author],
        source=source,
        tags=[tag],
    )
    play = make_rows(["话剧《退潮》"], section=culture, source=source)[0]
    return SimpleNamespace(
        city=city,
        traffic=traffic,
        culture=culture,
        author=author,
        source=source,
        tag=tag,
        rows=rows,
        newest=rows[-1],
        play=play,
    )
