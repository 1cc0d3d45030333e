"""People, organisations, verification, roles."""
