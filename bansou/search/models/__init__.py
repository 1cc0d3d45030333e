"""What the search keeps in tables of its own."""

from bansou.search.models.demand import SearchedWords

__all__ = ["SearchedWords"]
