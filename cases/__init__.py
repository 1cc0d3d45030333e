"""Support cases: the record, its review and publication."""
