"""Template tags of the announcements room."""
