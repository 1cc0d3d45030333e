"""One Japanese index over pages, cases and topics, and the search page."""
