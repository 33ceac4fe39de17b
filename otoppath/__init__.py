"""OTOP Path: every household and group on its way from readiness to the market."""

__version__ = "0.1.0"
