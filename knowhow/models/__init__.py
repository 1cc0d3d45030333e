"""The exchange: boards, topics, replies, and what people tell of the question bank's cards."""

from knowhow.models.board import BOARD_AUDIENCES, Board
from knowhow.models.bookmarks import Bookmark
from knowhow.models.case_links import CaseOfTopic
from knowhow.models.following import Follow, FollowLevel
from knowhow.models.keywords import TopicKeyword
from knowhow.models.post import Post
from knowhow.models.question import QuestionReport, ReplyQuestion
from knowhow.models.reading_marks import AllRead, ReadingMark
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic, TopicKind

__all__ = [
    "BOARD_AUDIENCES",
    "AllRead",
    "Board",
    "Bookmark",
    "CaseOfTopic",
    "Follow",
    "FollowLevel",
    "Post",
    "QuestionReport",
    "ReadingMark",
    "Reply",
    "ReplyQuestion",
    "Topic",
    "TopicKeyword",
    "TopicKind",
]
