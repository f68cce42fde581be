"""The pages of the fake: a QR code and people to confirm as, and the faults that can be switched on."""

from html import escape
from pathlib import Path
from typing import Final

import segno

from cuudinh.connectors.vneid.fake.defects import DEFECTS, UNSEEN
from cuudinh.connectors.vneid.fake.personas import PERSONAS, Persona

# Asks every two seconds whether the phone has confirmed; without scripts the page is loaded anew instead.
_GO_ON: Final = (
    '<noscript><meta http-equiv="refresh" content="20"></noscript><script>setInterval(async () => {'
    "const said = await (await fetch('/xong?luot=LUOT')).json(); if (said.xong) location.reload() }, 2000)</script>"
)
_STYLE: Final = Path(__file__).with_name("style.css").read_text("utf-8")


def choosing(waiting: str, phone_address: str) -> str:
    """Give the page a browser is sent to: scan with the app, or confirm right here as somebody."""
    picture = segno.make(phone_address, error="m").svg_inline(scale=6, border=2, dark="#2a1512")
    return _page(
        "Đăng nhập bằng VNeID giả lập",
        f'<div class="two"><section class="qr" aria-labelledby="quet">'
        f'<h2 id="quet">Quét mã bằng ứng dụng VNeID</h2>{picture}'
        f'<p class="quiet">Mã này mở trang xác nhận của bản giả lập: '
        f'<a href="{escape(phone_address)}">trang trên điện thoại</a>.</p></section>'
        f'<section aria-labelledby="ai"><h2 id="ai">Hoặc xác nhận ngay tại đây, như trên điện thoại</h2>'
        f"{_people(waiting)}</section></div>",
        head=_GO_ON.replace("LUOT", waiting),
    )


def confirming(waiting: str) -> str:
    """Give the page that the code leads to: the app of the person, as it were."""
    return _page(
        "Ứng dụng VNeID giả lập",
        f"<p>Trang của tỉnh xin xác nhận bạn là ai: họ tên, số định danh, mức tài khoản.</p>{_people(waiting)}",
    )


def confirmed() -> str:
    """Give what the phone shows afterwards."""
    return _page("Đã trả lời", "<p>Bạn có thể trở lại máy tính; trang ở đó sẽ tự đi tiếp.</p>")


def mistaken(sentence: str) -> str:
    """Give a page that says what cannot be done."""
    return _page("Không thực hiện được", f"<p>{escape(sentence)}</p>")


def switching(defect: str) -> str:
    """Give the page on which one fault is switched on."""
    rows = "".join(
        f'<li><label><input type="radio" name="loi" value="{one.id}"{_checked(one.id == defect)}>'
        f'<span>{escape(one.what_vi)}<br><small lang="en">{escape(one.what_en)}</small></span></label></li>'
        for one in (*DEFECTS, UNSEEN)
    )
    return _page(
        "Bật lỗi của VNeID giả lập",
        '<form method="post" action="/loi">'
        f'<p><label><input type="radio" name="loi" value=""{_checked(not defect)}><span>Không lỗi gì</span></label></p>'
        f'<ul>{rows}</ul><p><button class="strong">Lưu</button></p></form>',
    )


def _checked(is_so: bool) -> str:
    return " checked" if is_so else ""


def _people(waiting: str) -> str:
    rows = "".join(f"<li>{_button(waiting, one)}</li>" for one in PERSONAS)
    decline = f"<p>{_form(waiting, '', '<b>Từ chối</b> <small lang=en>Decline</small>')}</p>"
    return f"<ul>{rows}</ul>{decline}"


def _button(waiting: str, one: Persona) -> str:
    said = (
        f"<b>{escape(one.name)}</b><br><small>{escape(one.who_vi)}</small>"
        f'<br><small lang="en">{escape(one.who_en)}</small>'
    )
    return _form(waiting, one.id, said)


def _form(waiting: str, persona: str, said: str) -> str:
    return (
        f'<form method="post" action="/xac-nhan"><input type="hidden" name="luot" value="{escape(waiting)}">'
        f'<button name="nguoi" value="{persona}">{said}</button></form>'
    )


def _page(title: str, body: str, *, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1">{head}<title>{escape(title)}</title>'
        f'<style>{_STYLE}</style></head><body><div class="strip"></div><main>'
        f'<p><span class="mark">VNeID giả lập</span> <small>Không phải ứng dụng của Bộ Công an; mọi người ở đây '
        f'đều được bịa ra. <span lang="en">Not the real VNeID; everybody here is invented.</span></small></p>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
