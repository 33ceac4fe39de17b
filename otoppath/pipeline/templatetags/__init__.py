"""Template filters of the pipeline."""
