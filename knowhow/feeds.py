"""The exchange as feeds: topics of public boards, the newest first, with their whole text. Never a clinic: its board is not public."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import format_html

from bansou.lists.atom import ENTRIES_MAX, Entry, Feed
from cases.models import Keyword
from knowhow.cards import Writer
from knowhow.models import Board, Topic
from knowhow.models.keywords import TopicKeyword
from knowhow.models.topic import TopicQuerySet


def feed_of_topics() -> Feed:
    """All topics."""
    return Feed(
        name="knowhow",
        title="伴走：支援者の広場",
        address=reverse("knowhow_feeds:newest"),
        page=reverse("knowhow:front"),
        entries=_entries(public_topics()),
    )


def feed_of_board(board: Board) -> Feed:
    """Those of one board; the boards of the five walls are among them."""
    return Feed(
        name=f"knowhow/boards/{board.pk}",
        title=f"伴走：支援者の広場（{board.name}）",
        address=reverse("knowhow_feeds:board", args=[board.slug]),
        page=board.get_absolute_url(),
        entries=_entries(public_topics().filter(board=board)),
    )


def feed_of_keyword(keyword: Keyword) -> Feed:
    """Those with the keyword."""
    tagged = TopicKeyword.objects.filter(tag=keyword).values("content_object")
    return Feed(
        name=f"knowhow/keywords/{keyword.pk}",
        title=f"伴走：支援者の広場（キーワード：{keyword.name}）",
        address=reverse("knowhow_feeds:keyword", args=[keyword.pk]),
        page=reverse("knowhow:keyword", args=[keyword.pk]),
        entries=_entries(public_topics().filter(pk__in=tagged)),
    )


def public_topics() -> TopicQuerySet:
    """What everybody may read: a feed never asks who fetches it."""
    return Topic.objects.listed_for(AnonymousUser())


def _entries(topics: TopicQuerySet) -> list[Entry]:
    newest = topics.select_related("board", "author", "organisation").order_by("-pk")[:ENTRIES_MAX]
    return [_entry(topic) for topic in newest]


def _entry(topic: Topic) -> Entry:
    sample = format_html("<p><strong>{}</strong></p>", "見本（架空の話題）です。") if topic.is_sample else ""
    way_on = format_html('<p><a href="{}">この話題のページ（返信を読む）</a></p>', topic.get_absolute_url())
    return Entry(
        name=f"knowhow/topics/{topic.pk}",
        title=f"{topic.title}（見本・架空の話題）" if topic.is_sample else topic.title,
        address=topic.get_absolute_url(),
        author=Writer.of(topic).display_name,
        published=topic.created_at,
        updated=topic.edited_at or topic.created_at,
        html=f"{sample}{topic.body_html}{way_on}",
        categories=[topic.board.name],
    )
