"""Work that is done behind a page: the worker, whether it is there, and what it does by the hour."""
