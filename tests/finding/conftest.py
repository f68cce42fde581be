"""The province of these tests: the one with its one-stop desks."""

from tests.dossiers.conftest import hall

__all__ = ["hall"]
