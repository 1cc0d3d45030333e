"""Support cases: the record and its rows."""

from cases.models.case import Case
from cases.models.episode import CaseWall, Episode
from cases.models.keyword import CaseKeyword, Keyword
from cases.models.review import CaseReviewTask
from cases.models.theme import Theme

__all__ = ["Case", "CaseKeyword", "CaseReviewTask", "CaseWall", "Episode", "Keyword", "Theme"]
