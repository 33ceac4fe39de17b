"""Pages of the path: the moves, and what they stand on."""
