"""What people keep of a topic moves along when the topic becomes part of another."""

from knowhow.models import Bookmark, CaseOfTopic, Follow, ReadingMark, Reply, Topic, TopicKeyword


def move_along(*, source: Topic, target: Topic, opening: Reply) -> None:
    """Follows, bookmarks, keywords and links to cases go from `source` to `target`. `opening` is the reply that the source's own text became.

    Part of the transaction that merges two topics, after the replies have moved. What somebody has said of the target stays as it is.
    Reading marks do not move: who has read the one has not read the other.
    """
    follows = Follow.objects.filter(topic=source)
    follows.filter(person__in=Follow.objects.filter(topic=target).values("person")).delete()
    follows.update(topic=target)
    keywords = TopicKeyword.objects.filter(content_object=source)
    keywords.filter(tag__in=TopicKeyword.objects.filter(content_object=target).values("tag")).delete()
    keywords.update(content_object=target)
    # Only a topic is "about" a case; the source is one no more.
    CaseOfTopic.objects.filter(topic=source).update(is_subject=False)
    for kept in (Bookmark, CaseOfTopic):
        kept._default_manager.filter(topic=source, reply=None).update(reply=opening)
        kept._default_manager.filter(topic=source).update(topic=target)
    ReadingMark.objects.filter(topic=source).delete()
