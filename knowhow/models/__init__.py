"""The exchange: boards, topics, replies, and what people tell of the question bank's cards."""

from knowhow.models.board import BOARD_AUDIENCES, Board
from knowhow.models.history import PostVersion
from knowhow.models.mentions import Mention
from knowhow.models.pictures import PostPicture
from knowhow.models.post import Post
from knowhow.models.question import QuestionReport, ReplyQuestion
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic, TopicKind

__all__ = [
    "BOARD_AUDIENCES",
    "Board",
    "Mention",
    "Post",
    "PostPicture",
    "PostVersion",
    "QuestionReport",
    "Reply",
    "ReplyQuestion",
    "Topic",
    "TopicKind",
]
