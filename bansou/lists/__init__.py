"""Keyset pages."""
