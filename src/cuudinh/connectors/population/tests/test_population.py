"""What the register says, from a file and from one of our own invention."""

from pathlib import Path

import pytest

from cuudinh.connectors.population.fake import FakeRegister, SilentRegister
from cuudinh.connectors.population.file import PopulationFile
from cuudinh.engines.identity.ports import AskedPerson
from cuudinh.kernel.refusal import BadInput, Silent

HEAD = "number,verdict,subject,level,phone,name,birth\n"
ASKED = [AskedPerson(f"0461900{n:05d}", f"Người {n}", f"+8490500{n:04d}") for n in range(400)]


def test_a_file_answers_for_those_it_names(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(HEAD + f"{ASKED[3].number},known,abc,2,0905000003,Người 3,1990-12-31\n", "utf-8")
    (answer,) = PopulationFile(path).answers(ASKED)
    assert (answer.subject, answer.level, answer.evidence) == ("abc", 2, "answers.csv")
    assert list(PopulationFile(path).answers(ASKED[:3])) == []


@pytest.mark.parametrize(
    "line", [",known,abc,2,,,", "046190000001,perhaps,abc,2,,,", "046190000001,known,a,7,,,"]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(f"{HEAD}{line}\n", "utf-8")
    with pytest.raises(BadInput, match="2"):
        list(PopulationFile(path).all_answers())


def test_the_invented_register_always_says_the_same() -> None:
    said = list(FakeRegister(25).answers(ASKED))
    assert said == list(FakeRegister(25).answers(ASKED))
    assert 60 < len(said) < 140
    with pytest.raises(Silent):
        SilentRegister().answers(ASKED)
