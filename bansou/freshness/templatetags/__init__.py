"""Template tags of the freshness room."""
