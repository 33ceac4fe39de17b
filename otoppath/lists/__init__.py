"""Filter chips, keyset pager, bounded count."""
