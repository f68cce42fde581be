"""A second service for tests: help with school fees, a dossier whose form has steps, rows, sums, and a bank."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.packs.forms.shapes import BankShape
from cuudinh.packs.world import Located, PackWorld

AID = "ho-tro-hoc-phi"
_ROOT = Path(__file__).resolve().parents[1]
_STREET = _ROOT / "src/cuudinh/engines/cases/tests/packs/street/services/street"
_FORM = """
questions:
  - {id: born, type: bank, bank: ngay_sinh, required: true}
  - {id: name, type: bank, bank: ho_ten, required: true}
  - {id: number, type: bank, bank: so_dinh_danh, required: true}
  - {id: phone, type: bank, bank: dien_thoai}
  - {id: home, type: bank, bank: noi_o, required: true}
  - id: children
    type: group
    repeats: true
    least: 1
    most: 3
    label: {vi: Các con đang đi học, en: Children at school}
    questions:
      - {id: name, type: text, required: true, redact: [], label: {vi: Họ tên con, en: Name of the child}}
      - {id: fee, type: money, required: true, minimum: 1000, label: {vi: Học phí một tháng, en: Fee per month}}
  - {id: total, type: calculated, total_of: children.fee, result: money, label: {vi: Cộng, en: Total}}
  - {id: poor, type: yes_no, required: true, label: {vi: Hộ nghèo, en: Poor household}}
  - {id: code, type: text, show_if: answers.poor, required_if: answers.poor, redact: [], label: {vi: Mã hộ, en: Code}}
  - {id: why, type: long_text, label: {vi: Lý do, en: Reason}}
  - id: proof
    type: file
    most: 2
    pages_most: 3
    megabytes_most: 1
    document: giay-xac-nhan
    label: {vi: Giấy xác nhận của trường, en: Letter of the school}
  - {id: signed, type: signature, required: true, label: {vi: Chữ ký, en: Signature}}
  - {id: true_words, type: flag, required: true, label: {vi: Lời khai là đúng, en: This is true}}
steps:
  - {id: nguoi-nop, title: {vi: Người nộp, en: Applicant}, questions: [born, name, number, phone, home]}
  - {id: cac-con, title: {vi: Các con, en: Children}, questions: [children, total]}
  - {id: hoan-canh, title: {vi: Hoàn cảnh, en: Circumstances}, questions: [poor, code, why, proof, signed, true_words]}
eligibility:
  questions: [born]
  bars:
    - when: ages.born < 18
      because: {vi: Người nộp phải đủ 18 tuổi., en: The applicant must be 18.}
      instead: {vi: "Cha, mẹ hoặc người giám hộ nộp thay.", en: A parent or guardian applies instead.}
      source: Quy ước của bài thử
"""
_BANK = _ROOT / "packs" / "vn" / "questions" / "ca-nhan.yaml"
PERSON = {
    "born": "02/09/1990",
    "name": "Lê Thị Hoa",
    "number": "046190000123",
    "phone": "0905 123 456",
    "home": {"unit": "Xã An", "line": "12 Lê Lợi"},
}
CHILDREN = {"children": [{"name": "An", "fee": "150.000"}, {"name": "Bình", "fee": "200000"}]}
REST = {"poor": "yes", "code": "HN-12", "true_words": True}


@cache
def shapes() -> tuple[ServiceShape, TopicsShape, BankShape]:
    """Give the service, its one topic and the national question bank."""
    street = yaml.safe_load((_STREET / "service.yaml").read_text("utf-8"))
    for part in ("publication", "duplicates", "open311", "answer_templates"):
        street.pop(part, None)
    acts = [one for one in street["acts"] if one["do"] not in {"publish", "unpublish"}]
    own: dict[str, Any] = {
        "service": AID,
        "kind": "request",
        "title": {"vi": "Hỗ trợ học phí", "en": "Help with school fees"},
        "number": "HP-{yyyy}{mm}{dd}-{seq:4}",
        "identity": {"submit": "account", "hidden_from_offices": False},
        "acts": acts,
    }
    topics = yaml.safe_load((_STREET / "topics.yaml").read_text("utf-8"))
    one = {
        **topics["topics"][0],
        "id": "hoc-phi",
        "title": {"vi": "Học phí", "en": "School fees"},
        "owner": [],
    }
    one["owner"] = [{"since": "2020-01-01", "office": "ioc"}]
    return (
        ServiceShape.model_validate({**street, **own, **yaml.safe_load(_FORM)}),
        TopicsShape.model_validate({"groups": topics["groups"], "topics": [one]}),
        BankShape.model_validate(yaml.safe_load(_BANK.read_text("utf-8"))),
    )


def with_aid(world: PackWorld) -> PackWorld:
    """Give a world with this service in it beside its own."""
    service, topics, bank = shapes()
    folder = f"services/{AID}"
    added: tuple[Located[Any], ...] = (
        Located("questions/ca-nhan.yaml", 1, bank),
        Located(f"{folder}/service.yaml", 1, service),
        Located(f"{folder}/topics.yaml", 1, topics),
    )
    return replace(world, records=(*world.records, *added))
