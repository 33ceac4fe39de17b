"""Commands of households."""
