"""Saved searches: keeping one, hearing of what is new in it, and the pages on which its owner sees to them."""
