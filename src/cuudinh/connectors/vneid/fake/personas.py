"""The invented people of the fake VNeID. Their numbers begin with 000, which is no province, so nobody has them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who can confirm a sign-on: what the provider calls them and what it says of them."""

    id: str
    name: str
    who_vi: str
    who_en: str
    acr: str = "urn:vneid:muc:2"
    citizen_number: str = ""
    passport_number: str = ""

    @property
    def subject(self) -> str:
        """The provider's own name for them."""
        return f"gia-lap-{self.id}"


_LEVEL_1 = "urn:vneid:muc:1"
PERSONAS: tuple[Persona, ...] = (
    Persona(
        "lan",
        "Nguyễn Thị Lan",
        "Người dân, mức 2",
        "Resident, level 2",
        citizen_number="000190000001",
    ),
    Persona(
        "hoa",
        "Lê Thị Hoa",
        "Có tài khoản cũ cùng số, cùng tên",
        "Has an old account with this number and name",
        citizen_number="000190000002",
    ),
    Persona(
        "binh",
        "Trần Văn Bình",
        "Mới có mức 1",
        "Level 1 only",
        acr=_LEVEL_1,
        citizen_number="000190000003",
    ),
    Persona(
        "mai",
        "Phạm Ngọc Mai",
        "Đã đổi tên, tài khoản cũ còn tên trước đây",
        "Changed her name; the old account has the former",
        citizen_number="000190000004",
    ),
    Persona(
        "john",
        "John Smith",
        "Người nước ngoài, dùng hộ chiếu",
        "Foreigner with a passport",
        passport_number="X1234567",
    ),
    Persona(
        "bao",
        "Nguyễn Gia Bảo",
        "Trẻ em, cha mẹ đăng ký",
        "Child, registered by the parents",
        citizen_number="000216000006",
    ),
    Persona(
        "dung",
        "Hoàng Tiến Dũng",
        "Cán bộ, công chức",
        "Officer",
        citizen_number="000185000007",
    ),
    Persona(
        "tung",
        "Võ Thanh Tùng",
        "Trùng số định danh với tài khoản của Nguyễn Thị Lan",
        "Has the number of Nguyễn Thị Lan's account",
        citizen_number="000190000001",
    ),
    Persona(
        "hai",
        "Đặng Văn Hải",
        "Hai tài khoản cũ cùng khai số này",
        "Two old accounts state this number",
        citizen_number="000190000009",
    ),
    Persona(
        "thu",
        "Bùi Thị Thu",
        "Giáo viên",
        "Teacher",
        citizen_number="000188000010",
    ),
    Persona(
        "long",
        "Phan Bá Long",
        "Phóng viên",
        "Reporter",
        citizen_number="000187000011",
    ),
    Persona(
        "sau",
        "Lý Thị Sáu",
        "Người cao tuổi, không có điện thoại riêng",
        "Elderly, without a phone of her own",
        citizen_number="000145000012",
    ),
)
BY_ID = {one.id: one for one in PERSONAS}
