"""The command line says why it refuses: every fault, in English."""

import sys
from pathlib import Path
from typing import Any

import pytest

from cuudinh.kernel.refusal import Incomplete
from cuudinh.project import cli
from cuudinh.project.console.refusing import words_of
from cuudinh.project.trouble import Trouble

NO_ANSWER = "Vui lòng trả lời câu này."


def test_a_refusal_names_its_faults_in_english() -> None:
    sentence, *faults = words_of(Incomplete(faults={"topic": NO_ANSWER, "other": "của riêng gói"}))
    assert sentence.isascii()
    assert faults[0].startswith("  topic: ")
    assert faults[0].isascii()
    assert faults[1] == "  other: của riêng gói"


def test_trouble_is_one_sentence_with_its_remedy() -> None:
    assert words_of(Trouble("It broke.", "Mend it.")) == ("It broke. Mend it.",)


@pytest.mark.django_db
def test_a_broken_pack_is_refused_with_each_of_its_faults(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "que").mkdir()
    (tmp_path / "que" / "pack.yaml").write_text("id: que\nnane: x\n", "utf-8")
    settings.CUUDINH_PACKS = tmp_path
    monkeypatch.setattr(sys, "argv", ["cuudinh", "pack", "apply", "que"])
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    said = capsys.readouterr().err
    assert said.startswith("✗ ")
    assert "pack.yaml:2" in said
    assert "chưa áp dụng" not in said
