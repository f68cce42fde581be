"""A row of papers: what the receipt of a one-stop desk costs, from what it says to the kept file."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bench.measuring import Row, most_row
from bench.store import Store
from cuudinh.engines.documents import commands
from cuudinh.engines.documents.models import IssuedPaper
from cuudinh.engines.documents.tasks import make_paper
from cuudinh.engines.documents.types import Receipt
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system

PAPERS: Final = 40


def receipt(store: Store) -> Row:
    """Measure making a receipt: drawn with its QR code, signed, sealed and kept. The first loads the fonts, uncounted.

    The peer was measured apart, on a page of the same length: weasyprint 70, 62 ms of CPU.
    """
    papers = [_issued(store, number) for number in range(PAPERS + 1)]
    make_paper({"paper": papers.pop()})
    took = sorted(_cpu_ms(paper) for paper in papers)
    quietest = statistics.median(took[: PAPERS // 2])
    what = "a receipt as PDF: drawn, signed, sealed, kept"
    return most_row(
        "receipt-pdf", what, quietest, "ms CPU", most=15, against="weasyprint 62 ms, drawing only"
    )


def _cpu_ms(paper: int) -> float:
    began = time.process_time()
    make_paper({"paper": paper})
    return (time.process_time() - began) * 1e3


def _issued(store: Store, number: int) -> int:
    now = clock.now()
    said = Receipt(
        place="Phường",
        code=f"H57-261127-{number:04}",
        applicant=f"Nguyễn Thị Hường {number}",
        address="Số 12, kiệt 34, đường Lê Lợi",
        phone="0905 000 001",
        service="Đăng ký khai sinh",
        parts=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy chứng nhận kết hôn của cha, mẹ"),
        term="01 ngày làm việc",
        received_at=now,
        due_at=now + timedelta(days=1),
        collect_at="Bộ phận Một cửa",
        officer="Trần Văn Ước",
    )
    office_id = store.officer.seats[0].office_id
    given = commands.issue(system("bench"), said, about=("case", said.code), office_id=office_id)
    return int(IssuedPaper.objects.values_list("pk", flat=True).get(code=given.code))


ROWS: Final[dict[str, Callable[[Store], Row]]] = {"receipt-pdf": receipt}
