"""Tests of the cases engine."""
