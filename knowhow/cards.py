"""What the components `card_topic` and `post` show: plain values, so that a template never asks the database."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.audiences import Person
from accounts.models import Organisation, User
from accounts.refusals import reason_against
from knowhow.models import HeldFor, Post, QuestionReport, Reply, Topic
from knowhow.permissions import check_can_edit, check_can_hide

_HIDDEN = "（この話題は、運営が非表示にしています）"
_HELD = "（この話題は、確認を待っています）"
#: What the author and staff read above a held post.
_HELD_WORDS = {
    HeldFor.NEWCOMER: "はじめての投稿なので、事務局が確認してから表示します（ふつう1営業日以内）。いまは、書いた人と事務局だけに見えています。",
    HeldFor.REPORTS: "通報が重なったため、事務局が確認しています。いまは、書いた人と事務局だけに見えています。",
    HeldFor.ASKED: "事務局から修正のお願いがあります。修正を保存すると、また表示されます。お願い：",
}


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
            excerpt=_HIDDEN if topic.is_hidden else _HELD if topic.is_held else topic.excerpt,
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
    held: str = ""

    @classmethod
    def of_topic(cls, topic: Topic, *, reader: Person) -> "PostCard":
        """The topic's own text."""
        return cls._of(topic, reader=reader, anchor=f"topic-{topic.pk}", number=0, noun="topic", author_is_opener=False)

    @classmethod
    def of_reply(cls, reply: Reply, *, reader: Person, number: int, opener_id: int) -> "PostCard":
        """A reply, numbered from 1."""
        return cls._of(
            reply,
            reader=reader,
            anchor=f"reply-{reply.pk}",
            number=number,
            noun="reply",
            author_is_opener=reply.author_id == opener_id,
        )

    @classmethod
    def _of(cls, post: Post, *, reader: Person, anchor: str, number: int, noun: str, author_is_opener: bool) -> "PostCard":
        return cls(
            anchor=anchor,
            number=number,
            author=Writer.of(post),
            author_is_opener=author_is_opener,
            published_at=post.created_at,
            edited_at=post.edited_at,
            body_html=post.body_html,
            hidden_reason=post.hidden_reason,
            acts=tuple(_acts(post, reader=reader, noun=noun)),
            held=f"{_HELD_WORDS[HeldFor(post.held_for)]}{post.held_reason}" if post.is_held else "",
        )


def _acts(post: Post, *, reader: Person, noun: str) -> Iterator[PostAct]:
    if not reason_against(check_can_edit, reader, post):
        yield PostAct("修正する", reverse(f"knowhow:{noun}_edit", args=[post.pk]))
    if not reason_against(check_can_hide, reader):
        yield PostAct("表示に戻す" if post.is_hidden else "非表示にする", reverse(f"knowhow:{noun}_hide", args=[post.pk]))
        yield from _staff_acts(post, noun)
    if not post.is_by(reader):
        yield PostAct("運営に知らせる", f"{reverse('moderation:report')}?kind={noun}&id={post.pk}")


def _staff_acts(post: Post, noun: str) -> Iterator[PostAct]:
    if post.is_held:
        yield PostAct("確認して表示する", reverse(f"knowhow:{noun}_release", args=[post.pk]))
    if not post.is_hidden:
        yield PostAct("修正を頼む", reverse(f"knowhow:{noun}_ask", args=[post.pk]))
    if isinstance(post, Topic):
        yield PostAct("話題を整理する", reverse("knowhow:topic_arrange", args=[post.pk]))
