"""What people keep of a topic moves along when the topic becomes part of another."""

from knowhow.models import (
    Bookmark,
    CaseOfTopic,
    Follow,
    Helpful,
    Mention,
    PostPicture,
    PostVersion,
    ReadingMark,
    Reply,
    Topic,
    TopicKeyword,
    Trial,
)


def move_along(ended: Topic, kept: Topic, *, opening: Reply) -> None:
    """Follows, bookmarks, keywords, readers' marks, pictures, history and links to cases of a topic that ends go to the one that goes on.

    Part of the transaction that merges them, after the replies have moved and the ended one's own text has become the reply `opening`.
    What somebody has said of the kept topic stays as it is. Reading marks do not move: who has read the one has not read the other.
    """
    follows = Follow.objects.filter(topic=ended)
    follows.filter(person__in=Follow.objects.filter(topic=kept).values("person")).delete()
    follows.update(topic=kept)
    keywords = TopicKeyword.objects.filter(content_object=ended)
    keywords.filter(tag__in=TopicKeyword.objects.filter(content_object=kept).values("tag")).delete()
    keywords.update(content_object=kept)
    # Only a topic is "about" a case; the ended one is a topic no more.
    CaseOfTopic.objects.filter(topic=ended).update(is_subject=False)
    for rows in (Bookmark.objects.filter(topic=ended), CaseOfTopic.objects.filter(topic=ended)):
        rows.filter(reply=None).update(reply=opening)
        rows.update(topic=kept)
    for of_text in (Helpful, Trial, Mention, PostPicture, PostVersion):
        of_text._default_manager.filter(topic=ended).update(topic=None, reply=opening)
    ReadingMark.objects.filter(topic=ended).delete()
