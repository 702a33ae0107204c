"""The table of moves is whole: every state is either a start or has its sentence."""

import pytest
from django.contrib.auth.models import Permission

from articles.admin.moves import HANDS
from articles.models.desk import Stage, Standing
from articles.tests.workflow.rules import BY_ROLE, BY_STATE
from articles.workflow import MOVES, ROLES


@pytest.mark.parametrize("name", MOVES)
class TestMoves:
    def test_start_somewhere_or_say_why_not(self, name):
        move = MOVES[name]
        for stage in Stage:
            assert (stage in move.from_stages) != (stage in move.refusals)
        for standing in Standing:
            assert (standing in move.from_standings) != (standing in move.refusals)

    def test_ask_for_a_permission_that_exists_and_some_role_holds(self, name, db):
        app, codename = MOVES[name].permission.split(".")
        assert Permission.objects.filter(
            content_type__app_label=app, codename=codename
        ).exists()
        assert any(MOVES[name].permission in held for held in ROLES.values())

    def test_are_made_by_a_hand_of_the_desk(self, name):
        assert name in HANDS

    def test_are_in_the_tests_own_table(self, name):
        assert name in BY_ROLE
        assert name in BY_STATE


class TestTable:
    def test_no_hand_is_idle(self):
        assert HANDS.keys() == MOVES.keys()

    def test_no_two_moves_look_alike(self):
        assert len({str(move.label) for move in MOVES.values()}) == len(MOVES)
