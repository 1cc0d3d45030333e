"""What the components `card_topic` and `post` show: plain values, so that a template never asks the database."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.audiences import Person
from accounts.models import Organisation, User
from accounts.refusals import reason_against
from knowhow.models import Post, QuestionReport, Reply, Topic
from knowhow.permissions import check_can_edit, check_can_hide
from knowhow.titled_links import Titles, with_titles

_HIDDEN = "（この話題は、運営が非表示にしています）"


@dataclass(frozen=True)
class Writer:
    """Who wrote a post: the name, and the kind of organisation at that time (its name is for members' pages). An alias stands for both."""

    display_name: str
    organisation: str
    is_staff: bool

    @classmethod
    def of(cls, post: Post | QuestionReport) -> "Writer":
        """The post's writer; `author` and `organisation` are fetched already."""
        if isinstance(post, Post) and post.alias:
            return cls(post.alias, "", is_staff=False)
        return cls.from_person(post.author, post.organisation)

    @classmethod
    def from_person(cls, author: User, organisation: Organisation | None) -> "Writer":
        """A person who wrote for an organisation, or for none."""
        kind = organisation.get_organisation_type_display() if organisation else ""
        return cls(author.display_name, kind, author.is_staff)


@dataclass(frozen=True)
class TopicCard:
    """A topic in a list."""

    get_absolute_url: str
    title: str
    excerpt: str
    board_name: str
    author: Writer
    published_at: datetime.datetime
    reply_count: int
    is_sample: bool

    @classmethod
    def of(cls, topic: Topic, *, with_board: bool = True) -> "TopicCard":
        """The card of a topic fetched with `for_cards`. A list of one board leaves its name out."""
        return cls(
            get_absolute_url=topic.get_absolute_url(),
            title=topic.title,
            excerpt=_HIDDEN if topic.is_hidden else topic.excerpt,
            board_name=topic.board.name if with_board else "",
            author=Writer.of(topic),
            published_at=topic.created_at,
            reply_count=topic.reply_count,
            is_sample=topic.is_sample,
        )


@dataclass(frozen=True)
class PostAct:
    """What a reader may do with a post: a link to a page, or, where it `writes`, a button of the page's form `post-acts`."""

    label: str
    url: str
    writes: bool = False


@dataclass(frozen=True)
class PostCard:
    """A post on its topic's page, as one person sees it."""

    anchor: str
    number: int
    author: Writer
    author_is_opener: bool
    published_at: datetime.datetime
    edited_at: datetime.datetime | None
    body_html: str
    hidden_reason: str
    acts: tuple[PostAct, ...]
    #: The page of its edits, "" where there are none.
    history_url: str = ""

    @classmethod
    def of_topic(cls, topic: Topic, *, reader: Person, titles: Titles | None = None) -> "PostCard":
        """The topic's own text. `titles`: of what its links name, as far as the reader may see it."""
        return cls._of(
            topic, reader=reader, anchor=f"topic-{topic.pk}", number=0, noun="topic", author_is_opener=False, titles=titles
        )

    @classmethod
    def of_reply(cls, reply: Reply, *, reader: Person, number: int, opener_id: int, titles: Titles | None = None) -> "PostCard":
        """A reply, numbered from 1."""
        return cls._of(
            reply,
            reader=reader,
            anchor=f"reply-{reply.pk}",
            number=number,
            noun="reply",
            author_is_opener=reply.author_id == opener_id,
            titles=titles,
        )

    @classmethod
    def _of(
        cls,
        post: Post,
        *,
        reader: Person,
        anchor: str,
        number: int,
        noun: str,
        author_is_opener: bool,
        titles: Titles | None,
    ) -> "PostCard":
        return cls(
            anchor=anchor,
            number=number,
            author=Writer.of(post),
            author_is_opener=author_is_opener,
            published_at=post.created_at,
            edited_at=post.edited_at,
            body_html=with_titles(post.body_html, titles) if titles else post.body_html,
            hidden_reason=post.hidden_reason,
            acts=tuple(_acts(post, reader=reader, noun=noun)),
            history_url=reverse(f"knowhow:{noun}_history", args=[post.pk]) if post.edited_at else "",
        )


def _acts(post: Post, *, reader: Person, noun: str) -> Iterator[PostAct]:
    if reader.is_authenticated and not post.is_hidden:
        yield PostAct("引用して返信", _quote_url(post))
    if not reason_against(check_can_edit, reader, post):
        yield PostAct("修正する", reverse(f"knowhow:{noun}_edit", args=[post.pk]))
    if not reason_against(check_can_hide, reader):
        yield PostAct("表示に戻す" if post.is_hidden else "非表示にする", reverse(f"knowhow:{noun}_hide", args=[post.pk]))


def _quote_url(post: Post) -> str:
    """The topic's page with the post quoted in the reply: on the part where the post stands."""
    if isinstance(post, Reply):
        return f"{reverse('knowhow:topic', args=[post.topic_id])}?reply={post.pk}&quote={post.pk}#reply-form"
    return f"{reverse('knowhow:topic', args=[post.pk])}?quote=topic#reply-form"
