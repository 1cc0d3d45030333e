"""The exchange: boards, topics, replies."""

from knowhow.models.board import BOARD_AUDIENCES, Board
from knowhow.models.post import Post
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic, TopicKind

__all__ = ["BOARD_AUDIENCES", "Board", "Post", "Reply", "Topic", "TopicKind"]
