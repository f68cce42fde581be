"""Who can sign in to an invented province: one person of each kind, kept for the console and the sign-in page."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import OfficeView

_KEEPERS = (
    ("receiver", ("motcua", "Công chức tiếp nhận một cửa", "One-stop desk officer", "/lam-viec/mot-cua")),
    ("administrator", ("quantri", "Quản trị hệ thống", "Administrator", "/lam-viec/chuyen-doi")),
    ("auditor", ("kiemtra", "Người kiểm tra nhật ký", "Auditor", "/trung-tam/nhat-ky-viec")),
    ("privacy-officer", ("dulieu", "Cán bộ bảo vệ dữ liệu", "Data protection officer", "/lam-viec/du-lieu")),
    ("service-designer", ("thietke", "Người thiết kế dịch vụ", "Service designer", "/lam-viec/dich-vu")),
    ("service-approver", ("duyetdv", "Người duyệt dịch vụ", "Service approver", "/lam-viec/dich-vu")),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One invented person who can sign in; the sign-in page reads what is kept of it."""

    login: str
    password: str
    who_vi: str
    who_en: str
    leads_to: str


def sign_ins_of(service: ServiceDefinition, password: str, resident: str) -> tuple[SignIn, ...]:
    """Give one person of each kind, and keep them; the office is the one with the most open cases.

    Nobody is given as `resident` where no residents were invented.
    """
    busiest = _busiest(service.shape.intake)
    vi, en = busiest.name("vi"), busiest.name("en")
    rows = (
        (resident, "Người dân", "Resident", "/"),
        ("trucban", "Trực ban tiếp nhận", "Intake dispatcher", "/trung-tam/tiep-nhan"),
        ("ioc", "Lãnh đạo ca trực", "Shift supervisor", "/trung-tam/duyet"),
        (f"canbo.{busiest.code}", f"Chuyên viên, {vi}", f"Officer, {en}", "/lam-viec"),
        (f"lanhdao.{busiest.code}", f"Lãnh đạo, {vi}", f"Head, {en}", "/lam-viec/tong-quan"),
        ("lanhdao", "Lãnh đạo tỉnh/thành phố", "Leader", "/trung-tam/man-hinh"),
        *(row for role, row in _KEEPERS if identity.accounts_with_role(role)),
    )
    found = tuple(SignIn(login, password, who_vi, who_en, to) for login, who_vi, who_en, to in rows if login)
    _keep(found)
    return found


def _busiest(intake: str) -> OfficeView:
    """Give the office with the most open cases besides intake; as long as none has any, the first that handles."""
    leader = identity.staff_actor(identity.accounts_with_role("leader")[0])
    open_cases = {one.office_id: one.open for one in cases.office_figures(leader)}
    offices = [one for one in identity.handling_offices() if one.code != intake]
    return max(offices, key=lambda one: open_cases.get(one.id, 0))


def was_filled() -> bool:
    """Say whether the people of this installation are invented: their sign-ins lie in its state folder."""
    return _path().is_file()


def _path() -> Path:
    return Path(settings.CUUDINH_STATE) / "demo" / "signins.json"


def _keep(found: Sequence[SignIn]) -> None:
    """Keep the sign-ins in the state folder, and nowhere else."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1), "utf-8")
    path.chmod(0o600)
