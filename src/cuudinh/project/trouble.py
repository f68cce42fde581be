"""What a person at the console can mend: one sentence that says what is wrong and what to do about it."""


class Trouble(Exception):
    """Something outside the program stands in the way; `remedy` says how to clear it."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}")
