"""Limits on writes and the record of staff decisions."""
