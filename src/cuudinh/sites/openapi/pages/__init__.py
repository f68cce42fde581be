"""The machines' addresses: Open311 GeoReport v2, our own API, and its page for people."""
