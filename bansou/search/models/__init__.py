"""What search keeps beside the index."""

from bansou.search.models.entry import SearchEntry
from bansou.search.models.indexed_word import IndexedWord
from bansou.search.models.recommendation import Recommendation
from bansou.search.models.saved_search import SavedSearch
from bansou.search.models.term import TermGroup, TermsVersion

__all__ = ["IndexedWord", "Recommendation", "SavedSearch", "SearchEntry", "TermGroup", "TermsVersion"]
