"""Cửu Đỉnh: the platform on which a province runs its digital government and smart-city services."""

__version__ = "0.1.0"
