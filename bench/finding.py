"""What it costs to find a service by words, against looking through every title and word."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, product
from typing import Final

from bench.measuring import Row, cpu_us, most_row
from bench.store import Store
from cuudinh.kernel.finding import Entry, Index
from cuudinh.kernel.respelling import syllables

MS_MOST: Final = {60: 5.0, 6_000: 15.0}
# As people type: whole, without accents, wrong, abbreviated, with words around, half typed by a method that was off.
TYPED: Final = (
    "tôi muốn làm giấy khai sinh cho con ở đâu",
    "dang ky ket hom",
    "xin cấp giấy phép xây dựng nhà ở riêng lẻ",
    "gpxd",
    "giaays chuwngs nhaanj",
    "dang ky thay doi ho kinh doan",
    "chứng thực bản sao",
    "đăng ký",
    "cấp giấy xác nhận",
    "zzzz qqqq",
)
_ACTS: Final = (
    "Đăng ký",
    "Cấp",
    "Cấp lại",
    "Đổi",
    "Xác nhận",
    "Thông báo",
    "Gia hạn",
    "Điều chỉnh",
    "Thu hồi",
    "Công nhận",
)
_PAPERS: Final = (
    "giấy phép",
    "giấy chứng nhận",
    "thẻ",
    "giấy xác nhận",
    "quyết định",
    "bản sao",
    "chứng chỉ",
    "hồ sơ",
)
_OF: Final = (
    "khai sinh", "kết hôn", "khai tử", "hộ kinh doanh", "xây dựng nhà ở riêng lẻ", "quyền sử dụng đất", "cư trú",
    "căn cước", "quảng cáo", "biểu diễn nghệ thuật", "hành nghề khám bệnh, chữa bệnh", "an toàn thực phẩm", "hộ nghèo",
    "khuyết tật", "người có công", "môi trường", "khai thác nước dưới đất", "vận tải", "lữ hành nội địa", "bán lẻ rượu",
    "lao động nước ngoài", "đầu tư", "phóng viên", "di tích", "văn bằng", "tài khoản định danh", "tàu cá", "thú y",
)  # fmt: skip
_FOR: Final = (
    "",
    " cho người nước ngoài",
    " lần đầu",
    " có yếu tố nước ngoài",
    " tại khu công nghiệp",
    " theo ủy quyền",
)


def finding(store: Store) -> Row:
    """Measure among sixty services."""
    return _measured(60)


def finding_many(store: Store) -> Row:
    """Measure among six thousand, a hundred times as many as a province has."""
    return _measured(6_000)


def _measured(number: int) -> Row:
    entries = _entries(number)
    index = Index(entries)
    typed = [(_ms(lambda text=text: index.find(text)), text) for text in TYPED]
    ms, text = max(typed)
    naive = _ms(lambda: _by_reading(entries, text), rounds=1)
    against = (
        f"the dearest of {len(typed)} queries among {number}: {text}; reading all of them {naive:.1f} ms"
    )
    return most_row(
        f"finding-{number}",
        f"find a service among {number}",
        ms,
        "ms CPU",
        most=MS_MOST[number],
        against=against,
    )


def _entries(number: int) -> list[Entry]:
    """Give invented services whose titles are made of the words that real ones have, spread over all of them."""
    titles = list(_titles())
    spread = islice(titles, 0, None, len(titles) // number)
    return [
        Entry(f"s{place}", ((title, 4.0), (f"{title} {place}", 0.8)))
        for place, title in enumerate(islice(spread, number))
    ]


def _titles() -> Iterator[str]:
    for place, (for_whom, act, of, paper) in enumerate(product(_FOR, _ACTS, _OF, _PAPERS)):
        yield f"{act} {paper} {of}{for_whom} {place % 97}"


def _by_reading(entries: Sequence[Entry], typed: str) -> list[str]:
    """Find as one would without an index: every word of every title compared with every word typed."""
    words = syllables(typed)
    scored = [
        (sum(_likeness(word, syllables(one.phrases[0][0])) for word in words), one.id) for one in entries
    ]
    return [name for score, name in sorted(scored, reverse=True)[:20] if score]


def _likeness(word: str, title: Sequence[str]) -> float:
    return (
        1.0
        if word in title
        else max((SequenceMatcher(None, word, one).quick_ratio() for one in title), default=0.0)
    )


def _ms(work: Callable[[], object], rounds: int = 5) -> float:
    return statistics.median(cpu_us(work, 1) for _ in range(rounds)) / 1000


FINDING: Final = {"finding-60": finding, "finding-6000": finding_many}
