"""What search keeps beside the index."""

from bansou.search.models.demand import SearchedWords
from bansou.search.models.entry import SearchEntry
from bansou.search.models.indexed_word import IndexedWord
from bansou.search.models.recommendation import Recommendation
from bansou.search.models.saved_search import SavedSearch
from bansou.search.models.sweep import Sweep, SweepKind
from bansou.search.models.term import TermGroup, TermsVersion
from bansou.search.models.waiting import Thing, Waiting

__all__ = [
    "IndexedWord",
    "Recommendation",
    "SavedSearch",
    "SearchEntry",
    "SearchedWords",
    "Sweep",
    "SweepKind",
    "TermGroup",
    "TermsVersion",
    "Thing",
    "Waiting",
]
