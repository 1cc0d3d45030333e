"""The exchange: boards, topics, replies and what readers leave at them, and what people tell of the question bank's cards."""

from knowhow.models.board import BOARD_AUDIENCES, Board, BoardGroup
from knowhow.models.bookmarks import Bookmark
from knowhow.models.case_links import CaseOfTopic
from knowhow.models.clinic import Clinic
from knowhow.models.following import Follow, FollowLevel
from knowhow.models.history import PostVersion
from knowhow.models.keywords import TopicKeyword
from knowhow.models.mark import Helpful, Trial
from knowhow.models.mentions import Mention
from knowhow.models.pictures import PostPicture
from knowhow.models.post import HeldFor, Post
from knowhow.models.question import QuestionReport, ReplyQuestion
from knowhow.models.reading_marks import AllRead, ReadingMark
from knowhow.models.reopening import ReopeningRequest
from knowhow.models.reply import Reply
from knowhow.models.surroundings import Surroundings
from knowhow.models.topic import Lock, Topic, TopicKind

__all__ = [
    "BOARD_AUDIENCES",
    "AllRead",
    "Board",
    "BoardGroup",
    "Bookmark",
    "CaseOfTopic",
    "Clinic",
    "Follow",
    "FollowLevel",
    "HeldFor",
    "Helpful",
    "Lock",
    "Mention",
    "Post",
    "PostPicture",
    "PostVersion",
    "QuestionReport",
    "ReadingMark",
    "ReopeningRequest",
    "Reply",
    "ReplyQuestion",
    "Surroundings",
    "Topic",
    "TopicKeyword",
    "TopicKind",
    "Trial",
]
