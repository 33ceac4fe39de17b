"""Work that is done behind a page: the worker, and whether one is there."""
