"""Template filters of lists."""
