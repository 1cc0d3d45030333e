"""Support cases: the record and its rows."""

from cases.models.anonymity import AllowedWord, CheckTick, KeptMark
from cases.models.case import Case
from cases.models.consent import Consent, ConsentSheet
from cases.models.episode import Episode
from cases.models.erased import ErasedCase
from cases.models.follow_up import FollowUp
from cases.models.intake import IntakeFile
from cases.models.invitation import TeamInvitation
from cases.models.keyword import CaseKeyword, Keyword
from cases.models.links import PresidentLink, SuperiorLink
from cases.models.member import CaseMember
from cases.models.private import PrivateSide
from cases.models.question import QuestionCard
from cases.models.review import CaseReviewTask
from cases.models.review_round import CannedReason, FieldComment, ReviewRound
from cases.models.reviewer import ReviewerRegions
from cases.models.rows import CaseFigure, CaseWall, CompanyAction, LocabenTrend, Point, ResultNumber, SourceNote
from cases.models.theme import Theme
from cases.models.wanted import TakenWish, WantedCase

__all__ = [
    "AllowedWord",
    "CannedReason",
    "Case",
    "CaseFigure",
    "CaseKeyword",
    "CaseMember",
    "CaseReviewTask",
    "CaseWall",
    "CheckTick",
    "CompanyAction",
    "Consent",
    "ConsentSheet",
    "Episode",
    "ErasedCase",
    "FieldComment",
    "FollowUp",
    "IntakeFile",
    "KeptMark",
    "Keyword",
    "LocabenTrend",
    "Point",
    "PresidentLink",
    "PrivateSide",
    "QuestionCard",
    "ResultNumber",
    "ReviewRound",
    "ReviewerRegions",
    "SourceNote",
    "SuperiorLink",
    "TakenWish",
    "TeamInvitation",
    "Theme",
    "WantedCase",
]
