"""Tests of the insight engine."""
