"""Articles whose hits are known before anything is searched, and questions about them.

Filler has no character of a needle, so whatever a question finds was put there. Each
needle is put into texts whole, and in forms that only look like it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from articles.models.reader import PublishedArticle
from articles.search import published

FILLER = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    "同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自"
    "二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内正心反你明看原又利比或但质气第向道命此变条只"
)
WORDS = ("report", "market", "harbour", "winter", "council", "quiet", "letter", "stone")
COMMON = "今天的 market 消息。"
"""What every article says."""
START = datetime(2016, 1, 3, 1, 0, tzinfo=UTC)

# Whole and broken forms of a needle of four; what each part of it then finds.
WHOLE, BROKEN, SWAPPED, APART = "whole", "broken", "swapped", "apart"


@dataclass
class Needle:
    """Four characters that stand nowhere else, with how often they are put in."""

    characters: str
    traditional: str
    share: float
    placed: dict[str, set[int]] = field(default_factory=dict)

    def put(self, form: str, number: int, rng: Random) -> str:
        """Give a piece of text with a form of the needle, and note where it went."""
        a, b, c, d = self.characters
        self.placed.setdefault(form, set()).add(number)
        if form == BROKEN:
            return rng.choice((f"{a}{b}，{c}{d}", f"{a}{b}。{c}{d}", f"{a}{b}, {c}{d}"))
        if form == SWAPPED:
            return f"{c}{d}{a}{b}"
        if form == APART:
            return f"{a}{b}一{c}{d}"
        return rng.choice(
            (
                self.characters,
                self.traditional,
                f"“{a}{b}”{c}{d}",
                f"{a}{b} {c}{d}",
                f"《{self.characters}》",
            )
        )

    def where(self, *forms: str) -> set[int]:
        """Give the articles that some of these forms went into."""
        return set().union(*(self.placed.get(form, ()) for form in forms))

    @property
    def anywhere(self) -> set[int]:
        """Give the articles with its characters in any form."""
        return self.where(WHOLE, BROKEN, SWAPPED, APART)


@dataclass(frozen=True)
class Question:
    """What is asked, and the articles that are to be found, by number."""

    text: str
    hits: frozenset[int]
    kind: str


NEEDLES = (
    ("数据融资", "數據融資", 0.9),
    ("乡村振兴", "鄉村振興", 0.4),
    ("渔港码头", "漁港碼頭", 0.1),
    ("绿碳芯片", "綠碳芯片", 0.02),
    ("蝴蝶峡谷", "蝴蝶峽穀", 0.005),
    ("鲸鲨洄游", "鯨鯊洄遊", 0.002),
    ("龙舟桨橹", "龍舟槳櫓", 0.0),
)
"""Simplified, traditional, in what share of the articles."""
PARTS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "1": (lambda n: n[1], (WHOLE, BROKEN, SWAPPED, APART)),
    "2": (lambda n: n[:2], (WHOLE, BROKEN, SWAPPED, APART)),
    "2 across": (lambda n: n[1:3], (WHOLE,)),
    "3": (lambda n: n[1:], (WHOLE,)),
    "4": (lambda n: n, (WHOLE,)),
}

LATIN = {
    "innovation": ("innovation", "Innovation,", "INNOVATION", "innovation-led"),
    "not it": ("innovations", "reinnovation", "innov ation"),
    "phrase": ("climate change", "Climate  Change", "climate-change"),
    "not a phrase": ("change climate", "climate. Change", "climate policy change"),
    "mixed": ("5G网", "５Ｇ网", "5g 网", "5G“网”"),
    "not mixed": ("G5网", "5 G网", "15G网"),
    "accent": ("café", "cafe", "CAFÉ", "cafe\u0301"),
}


@dataclass
class Corpus:
    """Articles and what is known of them."""

    size: int
    seed: int = 7
    length: int = 900
    needles: list[Needle] = field(default_factory=list)
    latin: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.needles = [Needle(*one) for one in NEEDLES]
        self.latin = {what: set() for what in LATIN}

    def rows(self) -> Iterator[PublishedArticle]:
        """Write the articles, one after the other; each a day part later."""
        for number in range(self.size):
            rng = Random(f"{self.seed}:{number}")
            pieces = [*self._needles(number, rng), *self._words(number, rng)]
            rng.shuffle(pieces)
            title, deck = "", ""
            if pieces and rng.random() < 0.3:
                title = pieces.pop()
            if pieces and rng.random() < 0.2:
                deck = pieces.pop()
            at = START + timedelta(minutes=50 * number)
            yield PublishedArticle(
                revision_number=1,
                title=f"{self._filler(6, rng)}{title}",
                deck=deck,
                slug=str(number),
                path=f"/{at:%Y/%m/%d}/{number}/",
                day=at.date(),
                published_at=at,
                updated_at=at,
                language="zh-Hans",
                body_html=self._body(pieces, rng),
            )

    def _needles(self, number: int, rng: Random) -> Iterator[str]:
        for needle in self.needles:
            if rng.random() < needle.share:
                for _ in range(rng.choice((1, 1, 2, 5))):
                    yield needle.put(WHOLE, number, rng)
            elif rng.random() < needle.share / 2 + 0.002 * bool(needle.share):
                form = rng.choice((BROKEN, SWAPPED, APART))
                yield needle.put(form, number, rng)

    def _words(self, number: int, rng: Random) -> Iterator[str]:
        for what, forms in LATIN.items():
            if rng.random() < 0.04:
                self.latin[what].add(number)
                yield f" {rng.choice(forms)} "

    def _body(self, pieces: list[str], rng: Random) -> str:
        sentences = [
            f"{self._filler(18, rng)}，{rng.choice(WORDS)} {self._filler(9, rng)}。"
            for _ in range(self.length // 36)
        ]
        for piece in pieces:
            # Between two clauses of filler, so that no neighbour adds to it.
            place = rng.randrange(len(sentences) + 1)
            sentences.insert(place, f"{self._filler(4, rng)}{piece}的。")
        middle = len(sentences) // 2
        first, second = "".join(sentences[:middle]), "".join(sentences[middle:])
        return (
            f"<p>{COMMON}{first}</p>\n<h2>{self._filler(5, rng)}</h2>\n<p>{second}</p>"
        )

    def _filler(self, count: int, rng: Random) -> str:
        return "".join(rng.choices(FILLER, k=count))

    def questions(self) -> list[Question]:
        """Ask for everything that was put in; call it when all rows are written."""
        return [
            *self._of_needles(),
            *self._of_words(),
            *self._of_several(),
        ]

    def _of_needles(self) -> Iterator[Question]:
        for needle in self.needles:
            for kind, (part, forms) in PARTS.items():
                text = part(needle.characters)
                yield Question(text, frozenset(needle.where(*forms)), kind)
        for needle in self.needles[:4]:
            hits = frozenset(needle.where(WHOLE))
            yield Question(needle.traditional, hits, "traditional")

    def _of_words(self) -> Iterator[Question]:
        latin = {what: frozenset(numbers) for what, numbers in self.latin.items()}
        yield Question("innovation", latin["innovation"], "English")
        yield Question("NNOVATION", frozenset(), "English")
        phrase = latin["phrase"]
        yield Question('"climate change"', phrase, "phrase")
        yield Question("“Climate change”", phrase, "phrase")
        yield Question("climate change", phrase | latin["not a phrase"], "English")
        yield Question("climate-change", phrase, "phrase")
        yield Question("5G网", latin["mixed"], "mixed")
        yield Question("5g", latin["mixed"], "mixed")
        yield Question("café", latin["accent"], "English")
        yield Question("market", frozenset(range(self.size)), "English")
        yield Question("zeppelin", frozenset(), "English")

    def _of_several(self) -> Iterator[Question]:
        data, village, port, green, *_ = self.needles
        latin = {what: frozenset(numbers) for what, numbers in self.latin.items()}
        every = frozenset(range(self.size))
        yield Question("数据 乡村", frozenset(data.anywhere & village.anywhere), "two")
        yield Question("渔港 -芯片", frozenset(port.anywhere - green.anywhere), "minus")
        whole = frozenset(data.where(WHOLE))
        yield Question("的 -数据融资", every - whole, "minus")
        yield Question(
            '乡村振兴 -"climate change"',
            frozenset(village.where(WHOLE)) - latin["phrase"], "minus",
        )  # fmt: skip
        yield Question("market -数", every - data.anywhere, "minus")
        yield Question(
            "乡村　innovation", latin["innovation"] & village.anywhere, "two"
        )
        yield Question("「数据，融资」", frozenset(data.where(BROKEN)), "phrase")
        yield Question("的 -market", frozenset(), "minus")
        yield Question(
            "数据融资 乡村振兴 渔港码头",
            whole & village.where(WHOLE) & port.where(WHOLE), "two",
        )  # fmt: skip
        yield Question("芯片，绿碳", frozenset(green.anywhere), "two")


def enter(corpus: Corpus, batch: int = 500) -> dict[int, int]:
    """Write a corpus into reader rows and the index; give numbers by row."""
    numbers: dict[int, int] = {}
    waiting: list[PublishedArticle] = []

    def flush() -> None:
        PublishedArticle.objects.bulk_create(waiting)
        published.write(waiting)
        numbers.update({row.pk: int(row.slug) for row in waiting})
        waiting.clear()

    for row in corpus.rows():
        waiting.append(row)
        if len(waiting) == batch:
            flush()
    flush()
    return numbers
