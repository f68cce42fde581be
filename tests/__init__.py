"""Stories end to end, and guards over the whole tree."""
