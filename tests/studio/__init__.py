"""Services that are changed without a programmer: drafts, trials, replays, a second person."""
