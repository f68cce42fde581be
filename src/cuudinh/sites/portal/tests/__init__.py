"""Tests of the residents' pages, through the door a browser uses."""
