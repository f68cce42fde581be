"""Only a demonstration can be emptied, and then it is empty."""

from typing import Any

import pytest
from django.db import connection

from cuudinh.project import tables
from cuudinh.project.trouble import Trouble

pytestmark = pytest.mark.django_db


def test_the_tables_of_a_real_installation_are_never_dropped(settings: Any) -> None:
    settings.CUUDINH_DEMO = False
    with pytest.raises(Trouble, match="no demonstration"):
        tables.drop_all()
    assert "journal_auditline" in connection.introspection.table_names()


@pytest.mark.postgres
def test_a_demonstration_on_postgresql_is_emptied_to_the_last_table(settings: Any) -> None:
    settings.CUUDINH_DEMO = True
    tables.drop_all()
    assert connection.introspection.table_names() == []
