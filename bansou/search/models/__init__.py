"""What search keeps beside the index."""

from bansou.search.models.entry import SearchEntry

__all__ = ["SearchEntry"]
