"""A form that was refused and waits: where it was going and what was typed into it, to be sent once more."""

from dataclasses import dataclass

from django.http import HttpRequest

_OF_EACH_FORM = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was being sent: its address and its fields in order; files are with whoever sent them only.

    It lies in the page that is shown meanwhile and nowhere else.
    """

    to: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    has_files: bool = False

    @classmethod
    def of(cls, request: HttpRequest, *, beside: str = "", to: str | None = None) -> "Kept":
        """Keep what a request sends, without the fields whose names begin with `beside`."""
        fields = tuple(
            (name, str(value))
            for name, values in request.POST.lists()
            if name != _OF_EACH_FORM and not (beside and name.startswith(beside))
            for value in values
        )
        return cls(request.get_full_path() if to is None else to, fields, bool(request.FILES))
