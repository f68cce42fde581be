"""Journeys: one story per file, from the first page to the last, in a real browser."""
