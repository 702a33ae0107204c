"""What colleagues call each other."""

import pytest
from django.contrib.auth.models import User

from articles.workflow.names import called


@pytest.mark.parametrize(
    ("last", "first", "name"),
    [
        ("林", "晓", "林晓"),
        ("", "林晓", "林晓"),
        ("欧阳", "晓", "欧阳晓"),
        ("Brook", "Ann", "Ann Brook"),
        ("", "", "lin"),
    ],
)
def test_a_chinese_name_has_the_family_name_first(last, first, name):
    assert called(User(username="lin", last_name=last, first_name=first)) == name
