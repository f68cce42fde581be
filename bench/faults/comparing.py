"""Compares the log of an installation that was put back with the one it was taken from: `FILE` is its database.

Prints a line for what differs: the chain up to the last line that the archive held, and the last head of both.
"""

import os
import sqlite3
import sys


def main() -> None:
    """Compare and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from cuudinh.journal import keys, restorations, sealing
    from cuudinh.journal.models import AuditHead

    there = sqlite3.connect(sys.argv[1])
    told = restorations.restorations(keys.signing_key(sealing.KEY_NAME).public_key())[-1]
    chain = there.execute("SELECT chain FROM journal_auditline WHERE seq = ?", [told.size - 1]).fetchone()
    if told.size and chain != (told.chain,):
        print(f"the chain differs after {told.size} lines")
    for head in AuditHead.objects.filter(size__lte=told.size).order_by("-size")[:1]:
        root = there.execute("SELECT root FROM journal_audithead WHERE size = ?", [head.size]).fetchone()
        if root != (head.root,):
            print(f"the head over {head.size} lines differs")


if __name__ == "__main__":
    main()
