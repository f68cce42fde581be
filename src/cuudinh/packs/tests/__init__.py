"""Tests of the floor of packs, on a small grammar of their own: no engine is needed to read a pack."""
