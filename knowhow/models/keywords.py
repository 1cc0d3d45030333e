"""Keywords of topics: the same few words that staff give to cases, chosen by who writes."""

from django.db import models
from django.db.models import Q, QuerySet
from taggit.models import ItemBase

from accounts.audiences import Person
from cases.models import Case, CaseKeyword, Keyword

#: Keywords of one topic.
KEYWORDS_MAX = 5


class TopicKeyword(ItemBase):  # type: ignore[misc]
    """That a topic has a keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="topic_keywords")
    content_object = models.ForeignKey("knowhow.Topic", on_delete=models.CASCADE, related_name="topic_keywords")

    class Meta:
        verbose_name = "話題のキーワード"
        verbose_name_plural = "話題のキーワード"
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="topic_has_keyword_once"),)


def keywords_of_cases(user: Person) -> QuerySet[Keyword]:
    """Keywords of cases that the person may read: a keyword that he has not read there may tell of a case that is not for him."""
    seen = CaseKeyword.objects.filter(content_object__in=Case.objects.visible_to(user).order_by().values("pk"))
    keywords: QuerySet[Keyword] = Keyword.objects.filter(pk__in=seen.values("tag_id"))
    return keywords


def keywords_seen_by(user: Person) -> QuerySet[Keyword]:
    """Those, and the keywords of topics in his lists."""
    from knowhow.models.topic import Topic  # it has keywords itself

    topics = TopicKeyword.objects.filter(content_object__in=Topic.objects.listed_for(user).order_by().values("pk"))
    keywords: QuerySet[Keyword] = Keyword.objects.filter(
        Q(pk__in=keywords_of_cases(user).values("pk")) | Q(pk__in=topics.values("tag_id"))
    )
    return keywords
