"""Tests of forms, without a database and without a framework."""
