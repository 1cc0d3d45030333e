"""What the school keeps: a file for each noun."""
