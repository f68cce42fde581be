"""Tests of the trial signer."""
