"""Scores of one-stop work, from dossiers through all doors."""
