"""VietQR against the examples that NAPAS published, and for whatever else may stand in a code.

The examples are those of "Technical Specifications on NAPAS QR Switching, part IV: QR code format", version 1.5.2, in
sections 6.1.1 to 6.1.4. The published text of 6.1.1 names an account of 12 signs and writes 13: its checksum is right
for what is written and no reader can take it apart, so both it and the same code with the length mended stand here.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cuudinh.kernel.vietqr import NoVietQR, Transfer, checksum, decode, encode, words_for

_BILL = ("NPS6869", "thanh toan don hang")
PUBLISHED = {
    "6.1.1, its length mended": (
        Transfer("970403", "0011012345678"),
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    ),
    "6.1.2": (
        Transfer("970403", "9704031101234567", service="QRIBFTTC"),
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
    ),
    "6.1.3": (
        Transfer("970403", "0011012345678", 180_000, *_BILL),
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045406180000"
        "5802VN62340107NPS68690819thanh toan don hang63042E2E",
    ),
    "6.1.4": (
        Transfer("970403", "9704031101234567", 180_000, *_BILL, "QRIBFTTC"),
        "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045406180000"
        "5802VN62340107NPS68690819thanh toan don hang6304A203",
    ),
}
AS_PRINTED_611 = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"

_WORDS = some.text(some.characters(min_codepoint=32, max_codepoint=126), max_size=25)
TRANSFERS = some.builds(
    Transfer,
    bank=some.from_regex(r"[0-9]{6}", fullmatch=True),
    account=some.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount_vnd=some.none() | some.integers(1, 10**13 - 1),
    bill=_WORDS,
    words=_WORDS,
    service=some.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
)


@pytest.mark.parametrize(("transfer", "text"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_published_examples_come_out_letter_for_letter_and_are_read(
    transfer: Transfer, text: str
) -> None:
    assert encode(transfer) == text
    assert decode(text) == transfer


def test_the_example_that_was_printed_wrong_has_its_checksum_and_is_refused() -> None:
    assert checksum(AS_PRINTED_611) == "F4E5"
    with pytest.raises(NoVietQR, match="does not begin with"):
        decode(f"{AS_PRINTED_611}F4E5")


@given(TRANSFERS)
def test_whatever_is_written_is_read_as_it_was(transfer: Transfer) -> None:
    assert decode(encode(transfer)) == transfer


@given(TRANSFERS, some.integers(0), some.characters(min_codepoint=32, max_codepoint=126))
def test_a_code_with_one_sign_changed_is_refused(transfer: Transfer, place: int, sign: str) -> None:
    text = encode(transfer)
    at = place % len(text)
    changed = text[:at] + sign + text[at + 1 :]
    if changed.upper() != text.upper():
        with pytest.raises(NoVietQR):
            decode(changed)


@given(some.text(max_size=60))
def test_what_is_no_code_is_refused_in_words(text: str) -> None:
    with pytest.raises(NoVietQR):
        decode(text)


@pytest.mark.parametrize(
    "transfer",
    [
        Transfer("97040", "1"),
        Transfer("970403", ""),
        Transfer("970403", "1" * 20),
        Transfer("970403", "1", 0),
        Transfer("970403", "1", 10**13),
        Transfer("970403", "1", 5, words="phí"),
        Transfer("970403", "1", 5, bill="x" * 26),
    ],
)
def test_what_does_not_fit_is_refused_before_it_is_drawn(transfer: Transfer) -> None:
    with pytest.raises(NoVietQR):
        encode(transfer)


def test_fields_of_shops_are_passed_over_and_a_whole_amount_may_have_a_point() -> None:
    """EMVCo lets an amount be written 5000.00 and a code hold the name of a shop."""
    text = encode(Transfer("970403", "123", 5_000)).removesuffix(
        encode(Transfer("970403", "123", 5_000))[-8:]
    )
    text = text.replace("54045000", "54075000.00").replace("5802VN", "5802VN5905MY AN6003HUE") + "6304"
    assert decode(text + checksum(text).lower()) == Transfer("970403", "123", 5_000)
    half = text.replace("5000.00", "5000.50")
    with pytest.raises(NoVietQR, match="whole"):
        decode(half + checksum(half))


@given(some.text(max_size=80))
def test_any_words_can_be_made_fit(text: str) -> None:
    words = words_for(text)
    assert len(words) <= 25
    assert encode(Transfer("970403", "1", 5, words=words))
