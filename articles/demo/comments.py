"""What readers wrote below the showcases: shown, answered, waiting, and held back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from articles import publishing
from articles.demo.people import Staff
from articles.models.desk import Comment
from articles.models.reader import PublishedArticle
from articles.workflow import comments

SAID = {
    "zh-Hans": (
        ("老码头", "图里那条石阶我小时候天天走，写得准。", "谢谢。石阶还在，今年刚修过。"),
        ("周小舟", "表里第三行的数字，能不能说明一下出处？", ""),
        ("林先生", "脚注里的那本书，市图书馆能借到吗？", None),
        ("快讯", "内部资料 https://cheap.example/a https://cheap.example/b", None),
    ),
    "en": (
        ("Harbour walker", "I took those steps to school every day. Well told.",
         "Thank you. They are still there, mended this spring."),
        ("M. Ashdown", "Where does the figure in the third row come from?", ""),
        ("Ines", "Is the book in the footnote to be had in the library?", None),
        ("Best offers", "Watches https://cheap.example/a https://cheap.example/b", None),
    ),
}  # fmt: skip
"""By language: who wrote it, the text, the newsroom's answer; None: nobody has decided."""
APART = timedelta(minutes=2)


def add(pages: Iterable[PublishedArticle], people: Staff, *, at: datetime) -> None:
    """Let readers write below articles, within the quarter of an hour before ``at``."""
    for page in pages:
        said = SAID[page.language]
        for number, (name, text, answer) in enumerate(said):
            then = at - (len(said) - number) * APART
            written = comments.Written(name=name, text=text, language=page.language)
            taken = comments.take(page, written, at=then)
            if answer is not None:
                publishing.decide(
                    [taken.pk], Comment.State.SHOWN, actor=people.publisher, at=then
                )
            if answer:
                later = then + APART / 2
                publishing.answer(taken, answer, actor=people.publisher, at=later)
