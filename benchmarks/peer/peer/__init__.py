"""The peer's only app."""
