"""Cipher and blind index, masking, reveal log, safe files and photos, erasure."""
