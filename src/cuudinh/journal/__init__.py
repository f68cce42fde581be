"""Tables under every engine: outbox, audit, jobs, counters, numbers, search index, files and applied packs."""
