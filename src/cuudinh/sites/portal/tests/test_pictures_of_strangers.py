"""What strangers send along costs nothing that stays: no picture without permission, no body without a limit."""

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client

from cuudinh.journal import pictures
from cuudinh.journal.models import StoredPicture
from cuudinh.sites.portal.tests.town import FORM, Town, photo
from cuudinh.web import limits
from cuudinh.web.limits import Limit

HUGE = str(200 << 20)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA"])
def test_pictures_of_who_may_not_act_are_not_stored(town: Town, visitor: Client, code: str) -> None:
    number = town.resolved()
    before = StoredPicture.objects.count()
    sent = {"rate.rating": "hai-long", "rate.photos": [photo(), photo()], "tracking_code": code}
    assert visitor.post(f"/phan-anh/{number}/viec/rate", sent).status_code == 403
    assert StoredPicture.objects.count() == before


def test_pictures_of_an_act_that_is_not_possible_now_are_not_stored(town: Town, resident: Client) -> None:
    number = town.public()
    answer = resident.post(f"/phan-anh/{number}/viec/rate", {"rate.photos": photo()})
    assert answer.status_code == 409
    assert not StoredPicture.objects.exists()


def test_pictures_are_counted_one_by_one(
    town: Town, resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "picture", Limit(burst=2, every_seconds=1000))
    sent = {**FORM, "photos": [photo(), photo(), photo()]}
    answer = resident.post("/phan-anh/gui", sent)
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert StoredPicture.objects.count() == 2


@pytest.mark.parametrize("address", ["/dang-nhap", "/phan-anh", "/phan-anh/gui", "/tra-cuu"])
def test_a_body_that_is_too_large_is_refused_unread(
    town: Town, visitor: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def read(*_asked: object) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr(FileUploadHandler, "new_file", read)
    answer = visitor.post(address, {"tep": photo()}, CONTENT_LENGTH=HUGE)
    assert answer.status_code == 413
    assert "quá lớn" in answer.content.decode()


def test_a_body_with_pictures_is_read_for_whoever_may_send_it(
    town: Town, visitor: Client, resident: Client
) -> None:
    length = str(pictures.BYTES_MOST)
    refused = visitor.post("/phan-anh/gui", {"photos": photo()}, CONTENT_LENGTH=length)
    assert refused.status_code == 303
    assert refused["Location"].startswith("/dang-nhap")
    large = photo(photo().read() + b"\0" * (3 << 20))
    answer = resident.post("/phan-anh/gui", {**FORM, "photos": large})
    assert answer.status_code == 201
