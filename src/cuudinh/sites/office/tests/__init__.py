"""Tests of the pages in this folder, through HTTP as each role."""
