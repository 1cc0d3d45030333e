"""What occurrences are about: found for many of them with one query a kind of thing."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from bansou.notifications.models import Occurrence
from knowhow.models import Reply, Topic
from knowhow.models.topic import TopicQuerySet


def each_about[Rows: QuerySet[Any, Any]](occurrences: Sequence[Occurrence], rows: Rows) -> dict[int, Any]:
    """By the occurrence's number the row of its target number, where `rows` has it."""
    found = rows.in_bulk([occurrence.target_id for occurrence in occurrences])
    return {occurrence.pk: found[occurrence.target_id] for occurrence in occurrences if occurrence.target_id in found}


def each_about_post(
    occurrences: Sequence[Occurrence], topics: QuerySet[Topic], replies: QuerySet[Reply]
) -> dict[int, Topic | Reply]:
    """The same where some are about a topic's own text (their detail says `is_topic`) and some about a reply."""
    of_topics = [occurrence for occurrence in occurrences if occurrence.detail_of("is_topic")]
    of_replies = [occurrence for occurrence in occurrences if not occurrence.detail_of("is_topic")]
    found: dict[int, Topic | Reply] = {}
    for group, rows in ((of_topics, topics), (of_replies, replies)):
        if group:
            found |= each_about(group, rows)
    return found


def topic_of(post: Topic | Reply) -> Topic:
    """The topic that a post opens or stands in."""
    return post.topic if isinstance(post, Reply) else post


def topics_of(person: User) -> TopicQuerySet:
    """Topics that the person may read and that are in everybody's sight: nothing else is told."""
    return Topic.objects.listed_for(person).shown()
