"""Tests of the connector to VNeID; what its faults do to people is in `tests/faults/test_vneid.py`."""
