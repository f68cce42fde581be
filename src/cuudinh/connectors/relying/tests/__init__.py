"""Tests of the connector to systems that sign in through us."""
