"""Template filters of the thai app."""
