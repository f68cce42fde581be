"""A VNeID of our own, for tests and demonstrations: invented people, and faults that can be switched on."""

from typing import Final

# As which client an installation speaks with the fake.
CLIENT: Final = "cuudinh-minh-hoa"
SECRET: Final = "khong-phai-bi-mat"  # noqa: S105  of the fake, as its name says
