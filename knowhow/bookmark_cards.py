"""What the pages of bookmarks show, as plain values."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from bansou.text.markdown import excerpt
from knowhow.models import Bookmark, Reply, Topic

#: Characters of a post's beginning.
_BEGINNING = 80


@dataclass(frozen=True)
class BookmarkCard:
    """A post with the note that its reader made; `edit_url` is the bookmark's own page."""

    title: str
    url: str
    board_name: str
    what: str
    beginning: str
    note: str = ""
    edit_url: str = ""
    created_at: datetime.datetime | None = None

    @classmethod
    def of(cls, bookmark: Bookmark) -> "BookmarkCard":
        """A bookmark fetched with topic, board, reply and the people who wrote them."""
        return cls.of_post(
            bookmark.reply or bookmark.topic,
            note=bookmark.note,
            created_at=bookmark.created_at,
            edit_url=reverse("knowhow:reply_bookmark", args=[bookmark.reply_id])
            if bookmark.reply_id
            else reverse("knowhow:topic_bookmark", args=[bookmark.topic_id]),
        )

    @classmethod
    def of_post(
        cls, post: Topic | Reply, *, note: str = "", edit_url: str = "", created_at: datetime.datetime | None = None
    ) -> "BookmarkCard":
        """A post that may get one."""
        topic = post.topic if isinstance(post, Reply) else post
        name = post.alias or post.author.display_name
        return cls(
            title=topic.title,
            url=post.get_absolute_url(),
            board_name=topic.board.name,
            what=f"{name}さんの返信" if isinstance(post, Reply) else f"{name}さんの話題",
            beginning=excerpt(post.body, _BEGINNING),
            note=note,
            edit_url=edit_url,
            created_at=created_at,
        )
