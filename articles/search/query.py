"""What somebody typed, as phrases that must and must not be there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from articles.text.segmentation import END, is_chinese, runs

LONGEST = 200
"""Characters of a question."""
MOST = 12
"""Terms of a question, unwanted ones included."""

Phrase = tuple[str, ...]

CHUNK = re.compile(
    r"(?P<minus>(?<!\S)[-－−])?"
    r'(?:"(?P<straight>[^"]*)"?|[“”](?P<curly>[^“”]*)”?'
    r"|「(?P<corner>[^」]*)」?|『(?P<white>[^』]*)』?"
    r'|(?P<bare>[^\s"“”「『]+))'
)
QUOTED = ("straight", "curly", "corner", "white")


class Problem(StrEnum):
    """Why a question cannot be answered."""

    EMPTY = "empty"
    LONG = "long"
    MANY = "many"
    NOTHING_WANTED = "nothing wanted"
    NO_WORDS = "no words"


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases that all must be there, and phrases of which none may be."""

    text: str
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    problem: Problem | None = field(default=None)

    def __bool__(self) -> bool:
        return self.problem is None


def parse(text: str) -> Query:
    """Read a question: words, “phrases”, and -words that are unwanted.

    Chinese without spaces is a phrase of its own. What cannot be answered says why.
    """
    text = text.strip()
    if not text:
        return Query(text, problem=Problem.EMPTY)
    if len(text) > LONGEST:
        return Query(text[:LONGEST], problem=Problem.LONG)
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for is_unwanted, phrase in _chunks(text):
        (unwanted if is_unwanted else wanted).append(phrase)
    query = Query(text, _once(wanted), _once(unwanted))
    problem = _problem(query)
    return Query(text, query.phrases, query.without, problem) if problem else query


def _problem(query: Query) -> Problem | None:
    if len(query.phrases) + len(query.without) > MOST:
        return Problem.MANY
    if query.phrases:
        return None
    return Problem.NOTHING_WANTED if query.without else Problem.NO_WORDS


def _chunks(text: str) -> Iterator[tuple[bool, Phrase]]:
    for match in CHUNK.finditer(text):
        is_unwanted = match["minus"] is not None
        bare = match["bare"]
        if bare is None:
            quoted = next(match[name] for name in QUOTED if match[name] is not None)
            found = tuple(runs(quoted))
            if found:
                yield is_unwanted, found
        else:
            for phrase in _clauses(runs(bare)):
                yield is_unwanted, phrase


def _clauses(found: Iterable[str]) -> Iterator[Phrase]:
    """Split what was typed without quotes at its punctuation."""
    clause: list[str] = []
    for run in found:
        if run != END:
            clause.append(run)
        elif clause:
            yield tuple(clause)
            clause = []
    if clause:
        yield tuple(clause)


def _once(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))


def loosened(query: Query) -> Query | None:
    """Give a question that asks for less: shorter pieces, nothing unwanted.

    None where it asks for as little as it can.
    """
    pieces = _once(piece for phrase in query.phrases for piece in _pieces(phrase))
    if len(pieces) > MOST:
        pieces = pieces[:MOST]
    if pieces == query.phrases and not query.without:
        return None
    text = " ".join("".join(_glued(piece)) for piece in pieces)
    return Query(text, pieces)


def pieces_of(query: Query) -> list[Query]:
    """Ask for each phrase of a question by itself."""
    return [Query("".join(_glued(phrase)), (phrase,)) for phrase in query.phrases]


def _glued(phrase: Phrase) -> Iterator[str]:
    """Write a phrase so that reading it again gives the same."""
    if len(phrase) > 1:
        yield '"' + " ".join(phrase) + '"'
    else:
        yield from phrase


def _pieces(phrase: Phrase) -> Iterator[Phrase]:
    for run in phrase:
        if run == END:
            continue
        if is_chinese(run) and len(run) > 3:
            # Most Chinese words have two characters; an odd last one joins the pair.
            cuts = [*range(0, len(run) - 1, 2)]
            for start, stop in zip(cuts, [*cuts[1:], len(run)], strict=True):
                yield (run[start:stop],)
        else:
            yield (run,)
