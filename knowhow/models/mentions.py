"""Whom a post calls by name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from knowhow.models.reply import Reply
from knowhow.models.topic import Topic


class MentionQuerySet(models.QuerySet["Mention"]):
    """Reads of mentions."""

    def of(self, post: Topic | Reply) -> "MentionQuerySet":
        """Those in the post."""
        return self.filter(topic=post) if isinstance(post, Topic) else self.filter(reply=post)


class Mention(models.Model):
    """That a post calls a person, who may read it. Kept for telling him; what readers see is in the post's own text."""

    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="話題"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="返信"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions", verbose_name="呼ばれた人"
    )
    created_at = models.DateTimeField("日時", default=timezone.now, editable=False)

    person_id: int

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "呼びかけ"
        verbose_name_plural = "呼びかけ"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(topic=None, reply__isnull=False) | Q(topic__isnull=False, reply=None), name="mention_in_one_post"
            ),
            models.UniqueConstraint(fields=("topic", "person"), name="one_mention_per_topic_and_person"),
            models.UniqueConstraint(fields=("reply", "person"), name="one_mention_per_reply_and_person"),
        )

    def __str__(self) -> str:
        return f"@{self.person}"
