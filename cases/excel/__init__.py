"""Cases as Excel files: what the sheets hold, writing them, reading what staff upload. Writes nothing; that is `cases.intake`."""
