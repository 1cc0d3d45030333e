"""Every write of the school."""
