"""Settings, addresses, entry points and the command line; the only floor that knows all others."""
