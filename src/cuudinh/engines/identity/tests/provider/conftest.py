"""What every test of the provider begins with: a catalogue, a school, a resident who is signed in."""

import pytest
from django.test import Client as Browser

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.models import ClaimItem
from cuudinh.engines.identity.provider import signing
from cuudinh.engines.identity.tests.conftest import PASSWORD
from cuudinh.engines.identity.tests.provider.relying import School, registered
from cuudinh.kernel.actor import VISITOR

PHONE = "0905000001"
ITEMS = {
    "name": ["name", "locale"],
    "phone": ["phone_number"],
    "level": ["assurance_level"],
    "unit": ["offices"],
}


@pytest.fixture(autouse=True)
def _no_key_kept() -> None:
    signing.forget()


@pytest.fixture
def catalogue(province: None) -> None:
    words = {"vi": "Mục", "en": "Item"}
    for number, (name, gives) in enumerate(ITEMS.items()):
        body = {"title": words, "purpose": words, "gives": gives}
        ClaimItem.objects.create(id=name, position=number, body=body)


@pytest.fixture
def school(catalogue: None) -> School:
    return registered()


@pytest.fixture
def resident(catalogue: None) -> int:
    return commands.register_resident(VISITOR, name="Lê Thị Hoa", phone=PHONE, password=PASSWORD).id


@pytest.fixture
def browser(resident: int) -> Browser:
    signed_in = Browser()
    signed_in.post("/dang-nhap", {"ten": PHONE, "mat_khau": PASSWORD})
    return signed_in
