"""Management commands of the privacy app, by folder."""
