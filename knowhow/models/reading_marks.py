"""How far a person has read: topic by topic, and all at once."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Now

from accounts.audiences import Person
from knowhow.models.following import Wide, followed_topics

#: Topics that were quiet for longer are nobody's unread ones: a list that only grows is not read. It also bounds what must be looked at.
UNREAD_DAYS = 60


class ReadingMark(models.Model):
    """The moment of the last post that a person has seen in a topic. It only moves forward."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    topic = models.ForeignKey("knowhow.Topic", on_delete=models.CASCADE, related_name="reading_marks", verbose_name="話題")
    read_until = models.DateTimeField("ここまで読んだ")

    person_id: int
    topic_id: int

    class Meta:
        verbose_name = "読んだところ"
        verbose_name_plural = "読んだところ"
        constraints = (models.UniqueConstraint(fields=("person", "topic"), name="one_mark_per_person_and_topic"),)

    def __str__(self) -> str:
        return f"{self.topic_id}：{self.read_until}"


class AllRead(models.Model):
    """When a person pressed 「すべて既読にする」 last: one row, however many topics there are."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="利用者"
    )
    until = models.DateTimeField("ここまで読んだ")

    class Meta:
        verbose_name = "すべて既読にした日時"
        verbose_name_plural = "すべて既読にした日時"

    def __str__(self) -> str:
        return str(self.until)


def unread_topics[Topics: QuerySet[Any, Any]](topics: Topics, user: Person, *, wide: Wide | None = None) -> Topics:
    """Of the topics those that the person follows and that have a post which he has not seen. `wide` as in `followed_topics`."""
    if not user.is_authenticated:
        return topics.none()
    begin = Now() - datetime.timedelta(days=UNREAD_DAYS)
    all_read = Subquery(AllRead.objects.filter(person=user.pk).values("until"))
    followed = followed_topics(topics, user, since_followed=True, wide=wide)
    return (
        followed.filter(last_posted_at__gt=Greatest(begin, Coalesce(all_read, begin)))
        .alias(own_mark=FilteredRelation("reading_marks", condition=Q(reading_marks__person=user.pk)))
        .filter(Q(own_mark=None) | Q(last_posted_at__gt=F("own_mark__read_until")))
    )
