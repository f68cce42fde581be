"""Posts and acts of reorganisation, as the pack in force gives them."""

from django.db import models


class CodeSystem(models.Model):
    """A system of codes for offices, and the form of its codes; `position` keeps their order."""

    id = models.CharField(max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()


class Position(models.Model):
    """A post of the catalogue; `position` keeps their order."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()


class Reorganisation(models.Model):
    """One dated act by which offices end or are renamed; `position` keeps their order."""

    id = models.CharField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    body = models.JSONField()
