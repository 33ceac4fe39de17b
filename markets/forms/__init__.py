"""What is typed on the pages of markets, one file per noun."""
