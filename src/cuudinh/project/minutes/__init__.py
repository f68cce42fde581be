"""Every change between two backups of SQLite, kept piece by piece, so that any moment in between can be put back.

One process, the keeper, reads the write-ahead log of SQLite and is the only one that lets it begin anew; a backup
is the base on which the pieces are laid. On PostgreSQL its own archive of the log does the same.
"""
