"""Tests of the register and its fakes."""
