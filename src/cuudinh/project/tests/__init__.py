"""Tests of the project floor."""
