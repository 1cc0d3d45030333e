"""Template tags about people's devices."""
