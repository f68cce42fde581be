"""How the number of a case stands in an address."""


class CaseNumber:
    """Whatever holds a digit: every number does, and no word of an address (`moi`, `ban-do`) ever does.

    So the order in which page modules are gathered decides nothing.
    """

    regex = r"[^/]*[0-9][^/]*"

    def to_python(self, value: str) -> str:
        """Give the number as it was written."""
        return value

    def to_url(self, value: str) -> str:
        """Give the number as it stands in an address."""
        return value
