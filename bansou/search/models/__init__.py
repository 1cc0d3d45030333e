"""What the search keeps of its own."""

from bansou.search.models.entry import SearchEntry

__all__ = ["SearchEntry"]
