"""The floors: the same answers from the same rows by hand, over RSGI, sqlite3, msgspec and one flat template.

A floor gives the bytes that the platform gives, which a measurement checks before it counts anything. It decides
by the same policy, computes what the law makes of a deadline by the same calendar, and has nothing else: no
framework, no models, no views, no other language. What packs fix is put into its words once, when it starts.
"""

from bench.floors.answering import Floor
from bench.floors.words import Words

__all__ = ["Floor", "Words"]
