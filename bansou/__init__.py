"""The site: settings, addresses, and the rooms that the three apps share."""
