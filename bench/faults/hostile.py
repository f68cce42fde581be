"""Files that people with bad intentions send as pictures, each made from its number, the same every time."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

# Stands in whatever could be run or read; it must never come out again.
PAYLOAD: Final = b"<script>alert('CUUDINH-PAYLOAD')</script><?php system($_GET['c']); ?>"
NAMES: Final = (
    "anh.jpg", "../../../../etc/passwd", "..\\..\\keys\\identity-master", "a" * 3000 + ".jpg", "anh.jpg\x00.php",
    "\u202egpj.exe", "CON", ".htaccess", "anh.php.jpg", "/etc/cron.d/x", "%2e%2e%2fx", "", "ảnh\ud7a3\U0001f4a5.JPG",
    "a/b/c.png", "'; DROP TABLE cases_case;--.png", "anh.svg",
)  # fmt: skip
DECLARED: Final = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/svg+xml",
    "text/html",
    "application/octet-stream",
    "",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file: how it was made, its name, the type that is declared for it, and its content."""

    kind: str
    name: str
    declared: str
    content: bytes


def hostile(number: int) -> Upload:
    """Give the file of a number."""
    chance = random.Random(number)
    kind = list(MAKERS)[number % len(MAKERS)]
    content = MAKERS[kind](chance)
    return Upload(kind, chance.choice(NAMES), chance.choice(DECLARED), content)


def _picture(chance: random.Random, form: str, **more: object) -> bytes:
    content = io.BytesIO()
    size = chance.randrange(1, 200), chance.randrange(1, 200)
    Image.new("RGB", size, tuple(chance.randbytes(3))).save(content, form, **more)
    return content.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IEND", b"")


def _png_bomb(chance: random.Random) -> bytes:
    """Give a picture of many pixels in few bytes."""
    side = chance.choice((20_000, 60_000, 2**31 - 1))
    return _png(side, side, _chunk(b"IDAT", zlib.compress(bytes(4_000_000), 9)))


def _text_bomb(_chance: random.Random) -> bytes:
    """Give a picture whose text unpacks to many megabytes."""
    packed = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000), 9))
    return _png(1, 1, packed, _chunk(b"IDAT", zlib.compress(b"\0\0")))


def _jpeg_of_size(chance: random.Random) -> bytes:
    """Give a picture that says it is far larger than it is."""
    found = bytearray(_picture(chance, "JPEG"))
    at = found.index(b"\xff\xc0")
    found[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(found)


def _many_scans(chance: random.Random) -> bytes:
    """Give a picture that is drawn again and again from the same few bytes."""
    found = _picture(chance, "JPEG", progressive=True)
    at = found.rindex(b"\xff\xda")
    return found[:at] + found[at:-2] * 3000 + b"\xff\xd9"


def _and_zip(chance: random.Random) -> bytes:
    """Give a picture that is an archive too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("../../x.php", PAYLOAD)
        box.writestr("zeros", bytes(5_000_000))
    return _picture(chance, chance.choice(("JPEG", "PNG"))) + packed.getvalue()


def _with_comment(chance: random.Random) -> bytes:
    found = _picture(chance, "JPEG")
    return found[:2] + b"\xff\xfe" + struct.pack(">H", len(PAYLOAD) + 2) + PAYLOAD + found[2:]


def _with_place(chance: random.Random) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PAYLOAD.decode()
    exif[0x8825] = {1: "N", 2: (16.0, 27.0, 0.0), 3: "E", 4: (107.0, 35.0, 0.0)}
    return _picture(chance, "JPEG", exif=exif)


def _cut(chance: random.Random) -> bytes:
    found = _picture(chance, chance.choice(("JPEG", "PNG", "WEBP")))
    return found[: chance.randrange(len(found))]


def _flipped(chance: random.Random) -> bytes:
    found = bytearray(_picture(chance, chance.choice(("JPEG", "PNG", "WEBP"))))
    for _ in range(chance.randrange(1, 30)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _frames(chance: random.Random) -> bytes:
    content = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), tuple(chance.randbytes(3))) for _ in range(60)]
    frames[0].save(content, chance.choice(("WEBP", "PNG", "GIF")), save_all=True, append_images=frames[1:])
    return content.getvalue()


def _archive_of_zeros(_chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("zeros", bytes(20_000_000))
    return packed.getvalue()


def _entities(_chance: random.Random) -> bytes:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "x">{"".join(lines)}]><svg>&e9;</svg>'.encode()


MAKERS: Final[dict[str, Callable[[random.Random], bytes]]] = {
    "png-bomb": _png_bomb,
    "text-bomb": _text_bomb,
    "jpeg-of-size": _jpeg_of_size,
    "many-scans": _many_scans,
    "and-zip": _and_zip,
    "with-comment": _with_comment,
    "with-place": _with_place,
    "with-tail": lambda chance: _picture(chance, "PNG") + PAYLOAD,
    "cut": _cut,
    "flipped": _flipped,
    "frames": _frames,
    "zip-of-zeros": _archive_of_zeros,
    "entities": _entities,
    "svg": lambda _: b'<svg xmlns="http://www.w3.org/2000/svg">' + PAYLOAD + b"</svg>",
    "html": lambda _: b"<!doctype html>" + PAYLOAD,
    "gif-and-script": lambda _: b"GIF89a=1/*" + bytes(16) + b"*/;" + PAYLOAD,
    "only-magic": lambda chance: chance.choice(
        (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ")
    ),
    "noise": lambda chance: chance.randbytes(chance.randrange(1, 100_000)),
    "program": lambda _: b"\x7fELF\x02\x01\x01" + bytes(60) + PAYLOAD,
    "tiff": lambda chance: _picture(chance, "TIFF"),
    "bmp": lambda chance: _picture(chance, "BMP"),
    "pdf": lambda _: b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(" + PAYLOAD + b")>>endobj\n%%EOF",
    "empty": lambda _: b"",
    "too-long": lambda chance: _picture(chance, "JPEG") + bytes(13_000_000),
}
