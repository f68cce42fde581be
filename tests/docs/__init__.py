"""Tests of the documents: every link leads somewhere, every example is followed as a reader would."""
