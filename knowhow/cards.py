"""What the components `card_topic` and `post` show: plain values, so that a template never asks the database."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from accounts.audiences import Person
from accounts.models import Organisation, User
from accounts.shown_organisation import shown_organisation
from bansou.moderation.permissions import keeps_order
from bansou.text.markdown import excerpt
from knowhow.models import HeldFor, Post, QuestionReport, Reply, Topic, Trial
from knowhow.models.clinic import OPENER_ALIAS
from knowhow.models.topic import EXCERPT_MAX
from knowhow.post_acts import PostAct, acts_of
from knowhow.post_marks import PostMarks
from knowhow.titled_links import Titles, with_titles

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
    """Who wrote a post: the name, and the kind of organisation at that time unless he hides it. An alias stands for both."""

    display_name: str
    organisation: str
    is_staff: bool

    @classmethod
    def of(cls, post: Post | QuestionReport | Trial) -> "Writer":
        """The post's writer; `author` and `organisation` are fetched already."""
        if isinstance(post, Post) and post.alias:
            return cls(post.alias, "", is_staff=False)
        return cls.from_person(post.author, post.organisation)

    @classmethod
    def from_person(cls, author: User, organisation: Organisation | None) -> "Writer":
        """A person who wrote for an organisation, or for none."""
        return cls(author.display_name, shown_organisation(author, organisation), author.is_staff)


@dataclass(frozen=True)
class TopicCard:
    """A topic in a list."""

    get_absolute_url: str
    title: str
    excerpt: str
    board_name: str
    author: Writer
    #: None under an alias: the moment could be laid beside those of somebody's other posts.
    published_at: datetime.datetime | None
    reply_count: int
    is_sample: bool
    is_solved: bool = False
    is_archived: bool = False
    is_unread: bool = False

    @classmethod
    def of(cls, topic: Topic, *, with_board: bool = True) -> "TopicCard":
        """The card of a topic fetched with `for_cards`. A list of one board leaves its name out; an unread one leads to its first new reply."""
        is_unread = getattr(topic, "is_unread", False)  # said in a person's own lists alone (`with_unread`)
        return cls(
            get_absolute_url=reverse("knowhow:topic_unread", args=[topic.pk]) if is_unread else topic.get_absolute_url(),
            title=topic.title,
            excerpt=_HIDDEN if topic.is_hidden else _HELD if topic.is_held else topic.excerpt,
            board_name=topic.board.name if with_board else "",
            author=Writer.of(topic),
            published_at=None if topic.alias else topic.created_at,
            reply_count=topic.reply_count,
            is_sample=topic.is_sample,
            is_solved=topic.is_solved,
            is_archived=topic.is_archived,
            is_unread=is_unread,
        )


@dataclass(frozen=True)
class ReplyLine:
    """A reply on its author's page."""

    get_absolute_url: str
    topic_title: str
    excerpt: str
    published_at: datetime.datetime
    is_solution: bool

    @classmethod
    def of(cls, reply: Reply) -> "ReplyLine":
        """A reply fetched with its topic."""
        return cls(
            get_absolute_url=reply.get_absolute_url(),
            topic_title=reply.topic.title,
            excerpt=excerpt(reply.body, EXCERPT_MAX),
            published_at=reply.created_at,
            is_solution=reply.is_solution,
        )


@dataclass(frozen=True)
class TrialLine:
    """A trial on the page of whose post was tried."""

    get_absolute_url: str
    topic_title: str
    text: str
    author: Writer
    tried_at: datetime.datetime

    @classmethod
    def of(cls, trial: Trial) -> "TrialLine":
        """A trial fetched with its post, topic and author."""
        post = trial.post
        topic = post.topic if isinstance(post, Reply) else post
        return cls(
            get_absolute_url=trial.get_absolute_url(),
            topic_title=topic.title,
            text=trial.text,
            author=Writer.of(trial),
            tried_at=trial.created_at,
        )


@dataclass(frozen=True)
class TrialCard:
    """How it went when somebody tried what a post says."""

    text: str
    author: Writer
    tried_at: datetime.datetime
    is_edited: bool
    hidden_reason: str
    #: Where staff who keep order hide it; "" for everybody else.
    hide_url: str

    @classmethod
    def of(cls, trial: Trial, *, reader: Person) -> "TrialCard":
        """A trial fetched with `newest`."""
        return cls(
            text=trial.text,
            author=Writer.of(trial),
            tried_at=trial.created_at,
            is_edited=trial.edited_at is not None,
            hidden_reason=trial.hidden_reason,
            hide_url=reverse("knowhow:trial_hide", args=[trial.pk]) if keeps_order(reader) else "",
        )


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
    #: What the reader may do with it: in sight, and behind 「ほか」.
    acts: tuple[PostAct, ...]
    more_acts: tuple[PostAct, ...]
    #: The page of who wrote it, for members; "" under an alias.
    author_url: str = ""
    helpful_count: int = 0
    tried_count: int = 0
    trials: tuple[TrialCard, ...] = ()
    #: Who said that the reply solved the question; "" where nobody did.
    solved_by: str = ""
    thanks: str = ""
    held: str = ""
    #: Under an alias the day alone is told; the moment could be laid beside those of somebody's other posts.
    is_day_only: bool = False

    #: The page of its edits, "" where there are none.
    history_url: str = ""

    @classmethod
    def of_topic(cls, topic: Topic, *, reading: "Reading") -> "PostCard":
        """The topic's own text."""
        return cls._of(topic, reading, number=0, author_is_opener=False)

    @classmethod
    def of_reply(cls, reply: Reply, *, reading: "Reading", number: int, opener_id: int) -> "PostCard":
        """A reply, numbered from 1."""
        is_opener = reply.alias == OPENER_ALIAS if reply.alias else reply.author_id == opener_id
        return cls._of(reply, reading, number=number, author_is_opener=is_opener)

    @classmethod
    def _of(cls, post: Topic | Reply, reading: "Reading", *, number: int, author_is_opener: bool) -> "PostCard":
        reader, marks = reading.reader, reading.marks
        noun = "reply" if isinstance(post, Reply) else "topic"
        solved_by = post.solved_by if isinstance(post, Reply) else None
        acts = tuple(acts_of(post, reader=reader, marks=marks))
        return cls(
            anchor=f"{noun}-{post.pk}",
            number=number,
            author=Writer.of(post),
            author_is_opener=author_is_opener,
            published_at=post.created_at,
            edited_at=post.edited_at,
            body_html=with_titles(post.body_html, reading.titles) if reading.titles else post.body_html,
            acts=tuple(act for act in acts if not act.is_minor),
            more_acts=tuple(act for act in acts if act.is_minor),
            author_url=person_url(post) if reader.is_authenticated else "",
            helpful_count=post.helpful_count,
            tried_count=post.tried_count,
            trials=tuple(TrialCard.of(trial, reader=reader) for trial in marks.trials_at(post)),
            solved_by=solved_by.display_name if solved_by else "",
            thanks=post.thanks if isinstance(post, Reply) else "",
            held=f"{_HELD_WORDS[HeldFor(post.held_for)]}{post.held_reason}" if post.is_held else "",
            hidden_reason="" if isinstance(post, Topic) and post.is_put_away else post.hidden_reason,
            is_day_only=bool(post.alias),
            history_url=reverse(f"knowhow:{noun}_history", args=[post.pk]) if post.edited_at else "",
        )


@dataclass(frozen=True)
class Reading:
    """Who reads the posts of a page, what readers left at them, and the titles of what they link to, as far as he may see it."""

    reader: Person
    marks: PostMarks
    titles: Titles | None = None


def person_url(post: Topic | Reply) -> str:
    """The page of who wrote the post; "" where it is shown under an alias, which leads to nobody, and where the writer left."""
    return "" if post.alias or post.author.closed_at else reverse("knowhow:person", args=[post.author_id])
