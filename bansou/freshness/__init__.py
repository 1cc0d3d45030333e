"""Whether what pages show has changed, and the parts of pages that are remembered while it has not."""
