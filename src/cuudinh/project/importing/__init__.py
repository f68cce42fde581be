"""Bringing a table of requests in through the same doors people use: commands, permissions, audit.

A pack's `imports/requests.yaml` says which column means what. Each row is filed once, whatever happens in
between. Rows that the doors refuse go into a report with the reason; nothing else of them is kept.
"""
