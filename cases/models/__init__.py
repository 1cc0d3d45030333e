"""Support cases: the record and its rows."""

from cases.models.case import Case
from cases.models.episode import Episode
from cases.models.follow_up import FollowUp
from cases.models.intake import IntakeFile
from cases.models.invitation import TeamInvitation
from cases.models.keyword import CaseKeyword, Keyword
from cases.models.member import CaseMember
from cases.models.review import CaseReviewTask
from cases.models.review_round import CannedReason, FieldComment, ReviewRound
from cases.models.reviewer import ReviewerRegions
from cases.models.rows import CaseFigure, CaseWall, CompanyAction, LocabenTrend, Point, ResultNumber, SourceNote
from cases.models.theme import Theme

__all__ = [
    "CannedReason",
    "Case",
    "CaseFigure",
    "CaseKeyword",
    "CaseMember",
    "CaseReviewTask",
    "CaseWall",
    "CompanyAction",
    "Episode",
    "FieldComment",
    "FollowUp",
    "IntakeFile",
    "Keyword",
    "LocabenTrend",
    "Point",
    "ResultNumber",
    "ReviewRound",
    "ReviewerRegions",
    "SourceNote",
    "TeamInvitation",
    "Theme",
]
