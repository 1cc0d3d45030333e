"""Replies: flat, in the order of time."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.audiences import Person
from knowhow.models.post import Post
from knowhow.models.topic import Topic


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Reads of replies."""

    def visible_to(self, user: Person) -> "ReplyQuerySet":
        """Replies that the person may read: those of a topic he may read, hidden ones only for staff and their author."""
        readable = self.filter(topic__in=Topic.objects.visible_to(user))
        if not user.is_authenticated:
            return readable.filter(hidden_at=None)
        return readable if user.is_staff else readable.filter(Q(hidden_at=None) | Q(author_id=user.pk))

    def shown(self) -> "ReplyQuerySet":
        """Those that staff did not hide."""
        return self.filter(hidden_at=None)

    def in_order(self) -> "ReplyQuerySet":
        """The oldest first, with the people who wrote them."""
        return self.select_related("author", "organisation").order_by("created_at", "pk")

    def newest(self, count: int) -> list["Reply"]:
        """The latest ones with their topic."""
        return list(self.select_related("author", "organisation", "topic").order_by("-created_at", "-pk")[:count])


class Reply(Post):
    """An answer in a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="replies", verbose_name="話題")

    topic_id: int

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "返信"
        verbose_name_plural = "返信"
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("topic", "created_at", "id"), name="reply_in_topic"),
            models.Index(fields=("author", "-id"), name="reply_by_author"),
        )
        constraints = Post.Meta.constraints

    def __str__(self) -> str:
        return f"返信{self.pk}"

    def get_absolute_url(self) -> str:
        """The reply's place on its topic's page, whichever part of the replies that is."""
        return f"{reverse('knowhow:topic', args=[self.topic_id])}?reply={self.pk}#reply-{self.pk}"

    def get_history_url(self) -> str:
        """The page of its edits."""
        return reverse("knowhow:reply_history", args=[self.pk])
