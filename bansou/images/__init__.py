"""Pictures, re-encoded on every path."""
