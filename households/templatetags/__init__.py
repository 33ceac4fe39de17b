"""Template filters of households."""
