"""Keyset pages, and reads that are prepared once."""
