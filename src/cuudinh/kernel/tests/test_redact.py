"""What is personal is covered however it is written; what a report is about stays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.redact import Found, redact

ALL = ("phone", "id_number", "plate")
DIGIT = st.sampled_from("0123456789")
AROUND = st.sampled_from(
    ["{}", "Gọi {} nhé.", "số:{},", "({})", "Liên hệ {}", "{} gọi tôi", "sđt{}", "a\n{}\nb"]
)
GAP = st.sampled_from(["", " ", ".", "-", " - "])


def digits(least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(DIGIT, min_size=least, max_size=most or least)


@st.composite
def phones(draw: st.DrawFn) -> str:
    lead = draw(st.sampled_from(["0", "+84", "84", "+84 ", "0084", "(+84) ", "+84(0)"]))
    groups = [draw(st.sampled_from("35789")) + draw(digits(2)), draw(digits(3)), draw(digits(3))]
    return lead + draw(GAP).join(groups)


@st.composite
def landlines(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["0234", "(0234)", "+84 234", "024"]))
    return area + draw(GAP) + draw(digits(11 - 4 if "234" in area else 8))


@st.composite
def plates(draw: st.DrawFn) -> str:
    province, number = draw(st.integers(11, 99)), draw(digits(5))
    series = draw(st.sampled_from(["A", "B1", "LD", "F1", "AA", "MĐ1", "NG", "R"]))
    between = draw(st.sampled_from(["-", " ", ""]))
    joint = draw(st.sampled_from(["", "-"]))
    dotted = draw(st.sampled_from([number, f"{number[:3]}.{number[3:]}"]))
    return f"{province}{joint}{series}{between}{dotted}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Gọi 0905123456", "Gọi [số điện thoại]"),
        ("0905.123.456 hoặc 0906-123-456", "[số điện thoại] hoặc [số điện thoại]"),
        ("0905123456-0906123456", "[số điện thoại]-[số điện thoại]"),
        ("Gọi 84905123456 ngay", "Gọi [số điện thoại] ngay"),
        ("(0234) - 3822123", "[số điện thoại]"),
        ("ĐT: (0234) 3822 123.", "ĐT: [số điện thoại]."),
        ("+84 (0)905 123 456", "[số điện thoại]"),
        ("0 9 0 5 1 2 3 4 5 6", "[số điện thoại]"),
        ("0.905.123.456", "[số điện thoại]"),
        ("0905 123 456 2 người", "[số điện thoại] 2 người"),
        ("0905123456 đồng nghiệp tôi", "[số điện thoại] đồng nghiệp tôi"),
        ("zalo.me/0905123456", "zalo.me/[số điện thoại]"),
        ("CCCD 046203001234", "CCCD [số giấy tờ]"),
        ("CCCD 046 203 001234", "CCCD [số giấy tờ]"),
        ("CMND-191234567", "CMND-[số giấy tờ]"),
        ("CMND 191234567 đồng thời báo công an", "CMND [số giấy tờ] đồng thời báo công an"),
        ("CMND 191234567 20 triệu", "CMND [số giấy tờ] 20 triệu"),
        ("xe 75A-123.45 đỗ", "xe [biển số] đỗ"),
        ("xe 75-B1 234.56", "xe [biển số]"),
        ("xe 29LD-123.45", "xe [biển số]"),
        ("xe 75H-1234, 75F1 2345", "xe [biển số], [biển số]"),
        ("xe 75a-123.45 và 75b1 23456", "xe [biển số] và [biển số]"),
        ("xe 75 A 123.45", "xe [biển số]"),
    ],
)
def test_personal_numbers_are_covered(written: str, shown: str) -> None:
    assert redact(written, ALL).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Giá 1.250.000 đồng, 250000000đ, 905.000.000 VND, 2,5 tỷ, 350 triệu",
        "Phạt 123456789 đồng, thu 840300000000 đồng",
        "Ngày 09/07/2024 15:00, 09-07-2024 15:00, 09.07.2024, 2024-07-09 lúc 10h30",
        "Phản ánh PA-20261123-00042, hồ sơ H57-261123-0042, OT-2024-00042",
        "Số nhà 12/34/5 Nguyễn Huệ, kiệt 75A Chi Lăng, lô 05-12",
        "Dân số 1.236.393 người, 123.456.789 lượt, 84,905,123,456 lượt",
        "Giờ 07:30-11:30, 13:30-17:00; 15h 2024; hoạt động 24H 2024",
        "Toạ độ 16.463712345, 107.590912345",
        "Bao 50 KG 12000 gạch; đường 12m2 15000 viên",
        "QL49B-12345, Km 12+345, tổ 7",
    ],
)
def test_what_a_report_is_about_stays(text: str) -> None:
    assert redact(text, ALL).text == text


@given(phones() | landlines(), AROUND)
def test_no_phone_number_gets_through(phone: str, around: str) -> None:
    shown = redact(around.format(phone), ALL).text
    assert shown.count("[số") == 1
    assert not any(letter.isdigit() for letter in shown)


@given(digits(12).map(lambda number: "0" + number[1:]) | digits(9), AROUND)
def test_no_identity_number_gets_through(number: str, around: str) -> None:
    assert not any(letter.isdigit() for letter in redact(around.format(number), ALL).text)


@given(plates(), st.sampled_from(["xe {} vượt đèn", "{}", "({})", "biển:{}."]))
def test_no_plate_gets_through(plate: str, around: str) -> None:
    assert redact(around.format(plate), ALL).text == around.format("[biển số]")


@given(
    st.integers(1_000, 10**12),
    st.sampled_from(["{} đồng", "{}đ", "{} VND", "{} đồng/tháng"]),
    st.booleans(),
)
def test_no_price_is_touched(amount: int, written: str, is_grouped: bool) -> None:
    text = f"Thu phí {written.format(f'{amount:,}'.replace(',', '.') if is_grouped else amount)} là sai"
    assert redact(text, ALL).text == text


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d / %m / %Y", "%Y-%m-%d"]),
    st.sampled_from(["", " 15:00", " 09h30", " lúc 7 giờ"]),
)
def test_no_day_is_touched(day: date, written: str, after: str) -> None:
    text = f"Từ {day:{written}}{after} chưa sửa"
    assert redact(text, ALL).text == text


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(0, 99_999))
def test_no_case_number_is_touched(day: date, number: int) -> None:
    text = f"Xem PA-{day:%Y%m%d}-{number:05} và H57-{day:%y%m%d}-{number:04}."
    assert redact(text, ALL).text == text


@given(st.integers(1, 9_999), st.integers(1, 999), st.sampled_from("ABCDK"))
def test_no_house_number_is_touched(number: int, lane: int, letter: str) -> None:
    text = f"Trước nhà {lane}/{number}, {number}{letter} Lê Lợi, kiệt {lane}{letter}"
    assert redact(text, ALL).text == text


@given(st.text(alphabet=st.sampled_from("0123456789 .-+()AĐa,đ/\n"), max_size=60))
def test_covering_twice_covers_nothing_more_and_the_rest_stays(text: str) -> None:
    redacted = redact(text, ALL)
    rest, end = "", 0
    for found in redacted.found:
        assert end <= found.start < found.end
        rest, end = (
            rest + text[end : found.start] + {"phone": "☎", "id_number": "#", "plate": "▭"}[found.kind],
            found.end,
        )
    shown = redacted.text
    for word, sign in (("[số điện thoại]", "☎"), ("[số giấy tờ]", "#"), ("[biển số]", "▭")):
        shown = shown.replace(word, sign)
    assert shown == rest + text[end:]


def test_only_the_kinds_asked_for_are_covered() -> None:
    text = "0905123456, 046203001234, 75A-123.45"
    assert redact(text, ("plate",)).text == "0905123456, 046203001234, [biển số]"
    assert redact(text, ()).text == text


def test_what_was_covered_is_told_with_its_place() -> None:
    assert redact("Gọi 0905123456!", ALL).found == (Found("phone", 4, 14),)


def test_the_words_come_in_the_language_of_the_province() -> None:
    assert redact("Call 0905123456", ALL, "en").text == "Call [phone number]"
    assert redact("Appelez 0905123456", ALL, "fr").text == "Appelez [phone number]"
