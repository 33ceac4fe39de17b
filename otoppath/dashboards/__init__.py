"""The only pages that read all four domains."""
