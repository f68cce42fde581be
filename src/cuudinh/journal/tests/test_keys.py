"""A key that is lost is missed, and never replaced by another."""

from pathlib import Path

import pytest

from cuudinh.journal import keys

pytestmark = pytest.mark.django_db


def test_a_key_is_made_once_and_stays() -> None:
    assert keys.secret("one") == keys.secret("one") != keys.secret("two")
    assert not keys.lost()


def test_a_lost_key_is_refused_and_none_is_made_in_its_place(state: Path) -> None:
    kept = keys.secret("one")
    (state / "keys" / "one").unlink()
    with pytest.raises(keys.KeyLost):
        keys.secret("one")
    assert not (state / "keys" / "one").exists()
    assert keys.lost() == ("one",)
    (state / "keys" / "one").write_bytes(kept)
    assert keys.secret("one") == kept


def test_another_key_in_the_place_of_one_is_noticed(state: Path) -> None:
    keys.secret("one")
    (state / "keys" / "one").write_bytes(bytes(keys.SECRET_BYTES))
    assert keys.lost() == ("one",)


def test_keys_whose_act_was_undone_are_remembered_later(state: Path) -> None:
    folder = state / "keys"
    folder.mkdir()
    (folder / "one").write_bytes(bytes(keys.SECRET_BYTES))
    keys.remember()
    (folder / "one").unlink()
    assert keys.lost() == ("one",)
