"""What the search keeps beside modelsearch's index."""

from bansou.search.models.indexed_word import IndexedWord

__all__ = [
    "IndexedWord",
]
