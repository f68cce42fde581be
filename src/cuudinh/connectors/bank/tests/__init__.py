"""Tests of the connector with a bank."""
