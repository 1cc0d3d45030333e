"""Support cases: the record and its rows."""

from cases.models.case import Case
from cases.models.episode import Episode
from cases.models.follow_up import FollowUp
from cases.models.intake import IntakeFile
from cases.models.invitation import TeamInvitation
from cases.models.keyword import CaseKeyword, Keyword
from cases.models.member import CaseMember
from cases.models.question import QuestionCard
from cases.models.review import CaseReviewTask
from cases.models.rows import CaseFigure, CaseWall, CompanyAction, LocabenTrend, Point, ResultNumber, SourceNote
from cases.models.theme import Theme

__all__ = [
    "Case",
    "CaseFigure",
    "CaseKeyword",
    "CaseMember",
    "CaseReviewTask",
    "CaseWall",
    "CompanyAction",
    "Episode",
    "FollowUp",
    "IntakeFile",
    "Keyword",
    "LocabenTrend",
    "Point",
    "QuestionCard",
    "ResultNumber",
    "SourceNote",
    "TeamInvitation",
    "Theme",
]
