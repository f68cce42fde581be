"""Pictures from strangers: what is taken, what is refused, what is left of them, and what was hidden stays hidden."""

import io
import os
import struct
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from cuudinh.journal import drawing, files, jobs, pictures
from cuudinh.journal.models import StoredPicture
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db
# Originals are deleted on commit, which a test inside a transaction never sees.
COMMITS = pytest.mark.django_db(transaction=True)

TYPES = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]


def photo(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with something to see in every corner."""
    bands = [
        Image.radial_gradient("L").resize(size),
        Image.linear_gradient("L").resize(size),
        Image.new("L", size, 90),
    ]
    return Image.merge("RGB", bands)


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The colour at a point, as bytes of its bands."""
    return tuple(image.crop((x, y, x + 1, y + 1)).tobytes())


def is_near(one: tuple[int, ...], other: tuple[int, ...], most: int) -> bool:
    return all(abs(a - b) < most for a, b in zip(one, other, strict=True))


def content(format: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    target = io.BytesIO()
    (image or photo()).save(target, format, **options)
    return target.getvalue()


def accepted(sent: bytes, declared: str = "") -> pictures.Picture:
    return pictures.accept_picture(io.BytesIO(sent), declared)


def drawn(sent: bytes) -> Image.Image:
    """What others get to see of a picture that was sent."""
    picture = accepted(sent)
    jobs.work()
    ready = pictures.picture(picture.id)
    assert ready.state == "ready", ready.reason
    return Image.open(files.open(ready.sha))


@COMMITS
@pytest.mark.parametrize(("format", "mime"), TYPES)
def test_a_picture_waits_in_quarantine_and_is_ready_when_drawn_anew(
    format: str, mime: str, state: Path
) -> None:
    picture = accepted(content(format), mime)
    assert (picture.state, picture.sha) == ("waiting", "")
    assert len(list((state / "files" / "quarantine").iterdir())) == 1
    assert jobs.work() == 1
    ready = pictures.picture_named(picture.name)
    assert (ready.state, ready.width, ready.height) == ("ready", 640, 480)
    assert Image.open(files.open(ready.sha)).format == "JPEG"
    assert Image.open(files.open(ready.thumb_sha)).size == (480, 360)
    assert pictures.sizes([ready.id, 999]) == {ready.id: (640, 480)}
    assert not list((state / "files" / "quarantine").iterdir())


@pytest.mark.parametrize(("format", "mime"), TYPES)
def test_the_copy_shows_the_same(format: str, mime: str) -> None:
    seen = drawn(content(format)).convert("RGB")
    for point in [(5, 5), (320, 240), (630, 470)]:
        assert is_near(pixel(seen, *point), pixel(photo(), *point), 12)


def test_a_large_picture_becomes_smaller_and_keeps_its_shape() -> None:
    assert drawn(content(image=photo((5000, 2500)))).size == (2048, 1024)
    assert drawn(content("PNG", photo((4500, 900)))).size == (2048, 410)


def test_the_place_where_a_photo_was_taken_is_gone_and_so_is_every_comment() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Nguyen Van A"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (16.0, 27.0, 48.0)
    sent = content(exif=exif, comment=b"0905000001", icc_profile=b"profile-of-a-phone")
    assert b"0905000001" in sent
    seen = drawn(sent)
    assert not seen.getexif()
    assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    kept = files.read(pictures.picture(StoredPicture.objects.get().id).sha)
    assert not [word for word in (b"Nguyen", b"0905000001", b"Exif", b"profile") if word in kept]


def test_text_in_a_png_is_gone() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Nguyen Van A")
    drawn(content("PNG", pnginfo=words))
    assert b"Nguyen" not in files.read(StoredPicture.objects.get().sha)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_sideways_stands_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    seen = drawn(content(image=photo((600, 200)), exif=exif))
    assert seen.size == ((600, 200) if orientation < 5 else (200, 600))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_colour_can_be_drawn(mode: str) -> None:
    image = Image.new(mode, (50, 40)) if mode in {"I;16"} else photo((50, 40)).convert(mode)
    assert drawn(content("PNG", image)).mode == "RGB"


def test_what_was_clear_becomes_white() -> None:
    assert pixel(drawn(content("PNG", Image.new("RGBA", (40, 40)))), 20, 20) == (
        255,
        255,
        255,
    )


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    seen = drawn(content("WEBP", frames[0], save_all=True, append_images=frames[1:], duration=100))
    red, _, blue = pixel(seen, 20, 20)
    assert (red > 200, blue < 50) == (True, True)


def test_of_a_photo_with_a_second_one_in_it_the_first_is_kept() -> None:
    sent = content("MPO", photo(), save_all=True, append_images=[Image.new("RGB", (640, 480))])
    assert pixel(drawn(sent), 320, 240) != (0, 0, 0)


def no_picture(name: str) -> bytes:
    return {
        "empty": b"",
        "text": b"just words",
        "page": b"<html><script>alert(1)</script></html>",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "gif": content("GIF"),
        "tiff": content("TIFF"),
        "bmp": content("BMP"),
        "head of a JPEG on a page": b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
        "head of a PNG on a program": b"\x89PNG\r\n\x1a\n" + b"MZ" * 200,
        "broken sum in a PNG": content("PNG")[:29] + b"\0\0\0\0" + content("PNG")[33:],
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "text",
        "page",
        "svg",
        "gif",
        "tiff",
        "bmp",
        "head of a JPEG on a page",
        "head of a PNG on a program",
        "broken sum in a PNG",
    ],
)
@pytest.mark.asvs("1.3.4", "5.2.2")
def test_what_is_no_picture_is_refused_and_leaves_no_trace(name: str, state: Path) -> None:
    with pytest.raises(pictures.NotAPicture):
        accepted(no_picture(name))
    assert not StoredPicture.objects.exists()
    assert not [path for path in state.rglob("*") if path.is_file()]


@pytest.mark.parametrize("declared", ["image/png", "text/html", "image/svg+xml", "video/mp4"])
@pytest.mark.asvs("5.2.2")
def test_what_is_not_what_it_was_declared_to_be_is_refused(declared: str) -> None:
    with pytest.raises(pictures.NotAPicture):
        accepted(content("JPEG"), declared)


@pytest.mark.asvs("5.2.1")
def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(pictures.PictureTooLarge):
        accepted(content() + b"\0" * pictures.BYTES_MOST)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that unpacks to width × height pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8001, 5000), (50_000, 50_000), (2**31 - 1, 2**31 - 1), (40_000_001, 1)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(pictures.PictureTooManyPixels):
        accepted(bomb(*size))


def test_a_webp_has_a_lower_limit_since_its_reader_takes_more_memory() -> None:
    with pytest.raises(pictures.PictureTooManyPixels, match="15 triệu"):
        accepted(content("WEBP", Image.new("RGB", (5001, 3000)), lossless=True, quality=0, method=0))


@COMMITS
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused_sooner_or_later(format: str, state: Path) -> None:
    sent = content(format)
    try:
        picture = accepted(sent[: len(sent) // 2])
    except pictures.NotAPicture:
        return
    jobs.work()
    assert pictures.picture(picture.id).state == "refused"
    assert jobs.waiting() == 0
    assert not list((state / "files" / "quarantine").iterdir())


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    polyglot = content("JPEG") + b"PK\x03\x04 a zip <script>alert(1)</script> %PDF-1.7"
    drawn(polyglot)
    kept = files.read(StoredPicture.objects.get().sha)
    assert not [word for word in (b"PK\x03\x04", b"<script>", b"%PDF") if word in kept]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_spoilt_bytes_are_drawn_or_refused_and_never_anything_else(format: str, data: st.DataObject) -> None:
    sent = bytearray(content(format, photo((60, 40))))
    for _ in range(data.draw(st.integers(1, 6))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        drawing.look(bytes(sent))
        drawing.draw_anew(bytes(sent))
    except (drawing.Unreadable, drawing.TooManyPixels):
        return


def ready_picture(image: Image.Image) -> pictures.Picture:
    picture = accepted(content(image=image, quality=95))
    jobs.work()
    return pictures.picture(picture.id)


def test_a_hidden_area_is_a_few_plain_patches_and_the_rest_is_as_it_was() -> None:
    plate = photo((800, 800))
    for column in range(200, 400, 2):
        plate.paste((255, 255, 255), (column, 200, column + 1, 400))
    before = ready_picture(plate)
    hidden = pictures.hide_areas(before.id, [(0.25, 0.25, 0.25, 0.25)])
    assert (hidden.state, hidden.width, hidden.height) == ("ready", 800, 800)
    seen = Image.open(files.open(hidden.sha)).convert("RGB")
    for left in range(200, 400, 50):
        for top in range(200, 400, 50):
            # Sixteen pixels from the border of a patch, the blocks of the JPEG hold nothing but the patch.
            patch = seen.crop((left + 16, top + 16, left + 34, top + 34))
            assert all(max(band.tobytes()) - min(band.tobytes()) <= 2 for band in patch.split())
    was = Image.open(files.open(before.sha)).convert("RGB")
    assert is_near(pixel(seen, 50, 700), pixel(was, 50, 700), 8)


def test_two_originals_that_differ_within_a_patch_cannot_be_told_apart() -> None:
    """Letters in black and white, and their negative: the same number of pixels, so the same patches."""
    letters = Image.effect_noise((64, 64), 200).point(lambda tone: 255 if tone > 127 else 0)
    one, other = Image.new("L", (400, 400), 128), Image.new("L", (400, 400), 128)
    for x in range(100, 300, 2):
        for y in range(100, 300, 2):
            (tone,) = pixel(letters, x % 64, y % 64)
            for image, tones in ((one, (tone, 255 - tone)), (other, (255 - tone, tone))):
                image.paste(tones[0], (x, y, x + 1, y + 2))
                image.paste(tones[1], (x + 1, y, x + 2, y + 2))
    area = [(0.25, 0.25, 0.5, 0.5)]
    lossless = [content("PNG", image) for image in (one, other)]
    assert lossless[0] != lossless[1]
    assert drawing.hide(lossless[0], area) == drawing.hide(lossless[1], area)


def test_the_thumbnail_of_a_hidden_picture_hides_too() -> None:
    image = Image.new("RGB", (400, 400), "white")
    image.paste("black", (100, 100, 150, 200))
    hidden = pictures.hide_areas(ready_picture(image).id, [(0, 0, 1, 1)])
    thumb = Image.open(files.open(hidden.thumb_sha)).convert("L")
    assert min(thumb.tobytes()) > 60


@pytest.mark.parametrize(
    "areas",
    [
        [],
        [(0, 0, 0, 0.5)],
        [(1, 0, 0.1, 0.1)],
        [(-0.1, 0, 0.5, 0.5)],
        [(0, 0, 1.5, 1)],
        [(float("nan"), 0, 1, 1)],
    ],
)
def test_areas_outside_the_picture_are_refused(areas: list[drawing.Area]) -> None:
    with pytest.raises(pictures.AreaOutside):
        pictures.hide_areas(ready_picture(photo()).id, areas)


def test_a_picture_that_is_not_ready_or_not_there_cannot_be_hidden() -> None:
    with pytest.raises(pictures.PictureNotReady):
        pictures.hide_areas(accepted(content()).id, [(0, 0, 1, 1)])
    with pytest.raises(pictures.PictureNotThere):
        pictures.hide_areas(999, [(0, 0, 1, 1)])
    with pytest.raises(pictures.PictureNotThere):
        pictures.picture_named("nothing")


def test_a_job_that_runs_twice_draws_one_picture() -> None:
    picture = accepted(content())
    jobs.later("picture", picture.id)
    assert jobs.work() == 2
    assert StoredPicture.objects.get().state == "ready"


def test_the_quarantine_is_emptied_of_what_nobody_waits_for(state: Path) -> None:
    waiting = accepted(content())
    (state / "files" / "quarantine" / "orphan").write_bytes(b"x")
    pictures.empty_quarantine()
    assert len(list((state / "files" / "quarantine").iterdir())) == 2
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        pictures.empty_quarantine()
    assert not list((state / "files" / "quarantine").iterdir())
    assert pictures.picture(waiting.id).reason == "never-drawn"


@COMMITS
def test_what_nothing_names_after_a_day_goes_and_what_is_named_stays(state: Path) -> None:
    held, loose = ready_picture(photo((90, 60))), ready_picture(photo((60, 90)))
    shared = pictures.again(held.id)
    pictures.hold([held.id])
    assert pictures.drop_loose() == 0
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert pictures.drop_loose() == 2
    assert [row.pk for row in StoredPicture.objects.all()] == [held.id]
    assert shared.id != held.id
    assert files.read(held.sha)
    assert files.read(held.thumb_sha)
    for sha in (loose.sha, loose.thumb_sha):
        with pytest.raises(files.FileNotThere):
            files.read(sha)


@COMMITS
def test_a_file_that_was_stored_again_meanwhile_stays(state: Path) -> None:
    loose = ready_picture(photo())
    long_after = clock.now() + timedelta(days=1, minutes=1)
    os.utime(files.path_of(loose.sha), (long_after.timestamp(), long_after.timestamp()))
    with clock.frozen(long_after):
        pictures.drop_loose()
    assert files.read(loose.sha)


def test_what_is_gone_cannot_be_held_and_what_is_let_go_goes() -> None:
    picture = ready_picture(photo())
    pictures.hold([picture.id])
    pictures.let_go([picture.id])
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert pictures.drop_loose() == 1
    with pytest.raises(pictures.PictureNotThere):
        pictures.hold([picture.id])
