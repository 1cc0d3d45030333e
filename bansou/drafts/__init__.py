"""Text that somebody is still typing, kept on the server until it is saved, taken over or thrown away."""
