"""Commands of the moderation room."""
