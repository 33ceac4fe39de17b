"""Step 5: markets, market days, stalls, sales, shares."""
