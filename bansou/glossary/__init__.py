"""The glossary: the field's words, each explained once, and shown where it stands in a page."""
