"""What every form of the site shares."""
