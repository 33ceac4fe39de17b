"""Backup, restore and rotation of keys."""
