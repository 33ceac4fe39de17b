"""Pages of households and of steps 1 and 2, one file per noun."""
