"""What people keep of a topic moves along when the topic becomes part of another."""

from knowhow.models import Bookmark, CaseOfTopic, Follow, ReadingMark, Reply, Topic, TopicKeyword


def move_along(ended: Topic, kept: Topic) -> None:
    """Follows, bookmarks, keywords and links to cases of a topic that ends go to the one that goes on.

    Part of the transaction that merges them, after the replies have moved and the ended one's own text has become a reply of the same person
    and moment. What somebody has said of the kept topic stays as it is. Reading marks do not move: who has read the one has not read the other.
    """
    follows = Follow.objects.filter(topic=ended)
    follows.filter(person__in=Follow.objects.filter(topic=kept).values("person")).delete()
    follows.update(topic=kept)
    keywords = TopicKeyword.objects.filter(content_object=ended)
    keywords.filter(tag__in=TopicKeyword.objects.filter(content_object=kept).values("tag")).delete()
    keywords.update(content_object=kept)
    # Only a topic is "about" a case; the ended one is a topic no more.
    CaseOfTopic.objects.filter(topic=ended).update(is_subject=False)
    opening = Reply.objects.filter(topic=kept, author=ended.author_id, created_at=ended.created_at).first()
    for rows in (Bookmark.objects.filter(topic=ended), CaseOfTopic.objects.filter(topic=ended)):
        if opening:
            rows.filter(reply=None).update(reply=opening)
        rows.exclude(reply=None).update(topic=kept)
    ReadingMark.objects.filter(topic=ended).delete()
