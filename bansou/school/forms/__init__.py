"""The school's forms."""
