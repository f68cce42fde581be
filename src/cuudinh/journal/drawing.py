"""Pictures as bytes in and bytes out: look at one, draw it anew without what it carried, hide areas of it."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps

PIXELS_MOST = 40_000_000
# The reader of WebP holds every pixel four times while it unpacks: this many take 240 MB.
WEBP_PIXELS_MOST = 15_000_000
SIDE_MOST = 2048
THUMB_SIDE_MOST = 480
_QUALITY, _THUMB_QUALITY = 82, 75
# A hidden area keeps at most 4 × 4 patches of 16 tones each: less than a plate has letters or a face
# features.
_PATCHES_MOST = 4
_TONE_BITS = 4
_STRIP_ROWS = 64

Area = tuple[float, float, float, float]


class Unreadable(ValueError):
    """The bytes are no picture of an allowed type, or a broken one."""


class TooManyPixels(ValueError):
    """Width times height is above the limit `most`; nothing was unpacked."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} pixels")
        self.most = most


@dataclass(frozen=True, slots=True)
class Look:
    """What the head of a file says: the format in the words of the reader, and the size in pixels."""

    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew, its thumbnail, and its size in pixels."""

    picture: bytes
    thumb: bytes
    width: int
    height: int


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open without unpacking; turns whatever the reader throws at hostile bytes into one of two faults."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
            most = WEBP_PIXELS_MOST if image.format == "WEBP" else PIXELS_MOST
            if image.width * image.height > most:
                raise TooManyPixels(most)
            yield image
    except TooManyPixels:
        raise
    except Image.DecompressionBombError as fault:
        raise TooManyPixels(PIXELS_MOST) from fault
    except (
        Exception
    ) as fault:  # readers of pictures raise nearly anything when bytes are made to confuse them
        raise Unreadable(repr(fault)) from fault


def look(content: bytes) -> Look:
    """Give what a picture is, after checking its structure without unpacking it."""
    with _opened(content) as image:
        # A phone's JPEG with a second picture in it (depth, HDR) is a JPEG whose first picture we take.
        seen = Look("JPEG" if image.format == "MPO" else str(image.format), image.width, image.height)
        image.verify()
    return seen


def draw_anew(content: bytes) -> Drawn:
    """Give the same to see as a JPEG that carries nothing else: the first frame, upright, on white."""
    with _opened(content) as image:
        # Lets the reader of JPEG unpack at a half, a quarter or an eighth at once: the larger part of the
        # cost.
        image.draft("RGB", (SIDE_MOST, SIDE_MOST))
        turned = ImageOps.exif_transpose(_reduced(image))
        turned.thumbnail((SIDE_MOST, SIDE_MOST), Image.Resampling.LANCZOS)
        return _encoded(turned)


def _reduced(image: Image.Image) -> Image.Image:
    """Give the picture in plain colours, by a whole factor smaller when it is far too large.

    Strip by strip, so that forty million pixels are never held twice.
    """
    factor = max(1, max(image.size) // SIDE_MOST)
    small = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, _STRIP_ROWS * factor):
        strip = image.crop((0, top, image.width, min(image.height, top + _STRIP_ROWS * factor)))
        small.paste(_on_white(strip).reduce(factor), (0, top // factor))
    small.info["exif"] = image.getexif().tobytes()
    return small


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _encoded(image: Image.Image) -> Drawn:
    small = image.copy()
    small.thumbnail((THUMB_SIDE_MOST, THUMB_SIDE_MOST), Image.Resampling.LANCZOS)
    return Drawn(_jpeg(image, _QUALITY), _jpeg(small, _THUMB_QUALITY), image.width, image.height)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """Give the JPEG of the pixels alone: the writer would copy a comment that came with them."""
    image.info.clear()
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()


def hide(content: bytes, areas: Sequence[Area]) -> Drawn:
    """Give the picture with areas (x, y, width, height as fractions) made unreadable for good.

    Each becomes a few patches of one tone. A finer grid can be read again by trying letters until the patches
    match; so few patches with so few tones cannot.
    """
    with _opened(content) as image:
        shown = image.convert("RGB")
    for area in areas:
        _hide_one(shown, _box(area, shown.size))
    return _encoded(shown)


def _box(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Give the area in pixels, grown to whole ones and cut at the border; never empty.

    >>> _box((0.5, 0.5, 0.25, 0.9), (100, 50))
    (50, 25, 75, 50)
    """
    x, y, width, height = area
    left, top = min(int(x * size[0]), size[0] - 1), min(int(y * size[1]), size[1] - 1)
    right, bottom = -int(-(x + width) * size[0] // 1), -int(-(y + height) * size[1] // 1)
    return left, top, max(left + 1, min(right, size[0])), max(top + 1, min(bottom, size[1]))


def _hide_one(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    size = (box[2] - box[0], box[3] - box[1])
    patches = (min(_PATCHES_MOST, size[0]), min(_PATCHES_MOST, size[1]))
    few = image.crop(box).resize(patches, Image.Resampling.BOX)
    drop = 8 - _TONE_BITS
    toned = few.point([(value >> drop << drop) + (1 << drop - 1) for value in range(256)] * 3)
    image.paste(toned.resize(size, Image.Resampling.NEAREST), box)
