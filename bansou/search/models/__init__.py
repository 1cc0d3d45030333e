"""What the search room keeps."""

from bansou.search.models.recommendation import Recommendation
from bansou.search.models.saved_search import SavedSearch

__all__ = ["Recommendation", "SavedSearch"]
