"""Tests of how every connector asks."""
