"""Template tags for Japanese text."""
