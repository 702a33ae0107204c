"""A text is known again after an edit; strangers are not taken for one another."""

import random

from articles.text.fingerprints import likeness, minima, runs

CHARACTERS = [chr(point) for point in range(0x4E00, 0x5200)]


def text(seed: int, length: int = 800) -> str:
    """Make a text that shares no run with one of another seed."""
    return "".join(random.Random(seed).choices(CHARACTERS, k=length))


class TestMinima:
    def test_stay_when_only_markup_spacing_and_width_change(self) -> None:
        plain = text(1)
        dressed = f"## {plain[:300]}\n\n**{plain[300:500]}**， {plain[500:]}。"
        assert minima(dressed) == minima(plain)

    def test_survive_an_edit_nearly_always(self) -> None:
        known = 0
        for seed in range(100):
            before = text(seed)
            after = before[:700] + text(seed + 1000, 120)
            mine, theirs = minima(before), minima(after)
            assert mine and theirs
            known += any(a == b for a, b in zip(mine, theirs, strict=True))
        assert known >= 95

    def test_share_nothing_with_a_stranger(self) -> None:
        seen = [minima(text(seed)) for seed in range(200)]
        for place in range(4):
            assert len({one[place] for one in seen if one}) == len(seen)

    def test_fit_into_a_signed_column(self) -> None:
        found = minima(text(5))
        assert found
        assert all(0 <= value < 2**63 for value in found)

    def test_are_none_for_a_text_that_says_too_little(self) -> None:
        assert minima("渡轮复航。") is None
        assert minima("") is None


class TestLikeness:
    def test_is_one_for_the_same_and_none_for_strangers(self) -> None:
        assert likeness(runs(text(1)), runs(text(1))) == 1
        assert likeness(runs(text(1)), runs(text(2))) == 0

    def test_falls_with_what_was_rewritten(self) -> None:
        before = text(1)
        slight = before[:780] + text(2, 20)
        heavy = before[:400] + text(2, 400)
        assert likeness(runs(before), runs(slight)) > 0.9
        assert 0.2 < likeness(runs(before), runs(heavy)) < 0.5

    def test_of_nothing_is_nothing(self) -> None:
        assert likeness(runs(""), runs("")) == 0
