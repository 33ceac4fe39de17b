"""Measurements of this system beside an ordinary Django build, run by hand."""
