"""What staff tell everybody, a region or a role: on the site, by mail, and on top of the pages for a time."""
