"""Pages of markets, one file per noun."""
