"""Commands of the school room."""
