"""Tables under every engine: outbox, audit, jobs, counters, numbers, search index, files, applied packs."""
