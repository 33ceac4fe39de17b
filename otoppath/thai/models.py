"""The thai app stores nothing."""
