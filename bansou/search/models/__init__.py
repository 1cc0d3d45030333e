"""What search keeps beside the index."""
