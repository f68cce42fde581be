"""Tests of the makers of pack tables."""
