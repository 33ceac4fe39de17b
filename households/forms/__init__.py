"""What is typed on the pages of households, one file per noun."""
