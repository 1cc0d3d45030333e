"""Replies: flat, in the order of time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse

from accounts.audiences import Person
from knowhow.models.post import IN_SIGHT, Post
from knowhow.models.topic import Topic

#: Replies by which search finds a topic, and the characters of each.
INDEXED_REPLIES, INDEXED_CHARACTERS = 200, 500
#: Characters of the word of thanks to somebody whose reply helped.
THANKS_MAX = 140


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Reads of replies."""

    def visible_to(self, user: Person) -> "ReplyQuerySet":
        """Replies that the person may read: those of a topic he may read, hidden and held ones only for staff and their author."""
        readable = self.filter(topic__in=Topic.objects.visible_to(user))
        if not user.is_authenticated:
            return readable.filter(IN_SIGHT)
        return readable if user.is_staff else readable.filter(IN_SIGHT | Q(author_id=user.pk))

    def shown(self) -> "ReplyQuerySet":
        """Those in everybody's sight: neither hidden nor held."""
        return self.filter(IN_SIGHT)

    def under_own_name(self) -> "ReplyQuerySet":
        """Those that say who wrote them; see `TopicQuerySet.under_own_name`."""
        return self.filter(alias="")

    def in_order(self) -> "ReplyQuerySet":
        """The oldest first, with the people who wrote them."""
        return self.select_related("author", "organisation", "solved_by").order_by("created_at", "pk")

    def beginnings(self) -> models.QuerySet["Reply", str]:
        """What the latest ones that everybody sees begin with, the latest first: so much of a conversation is searched."""
        latest = self.filter(IN_SIGHT).order_by("-created_at", "-pk")
        return latest.values_list(Left("body", INDEXED_CHARACTERS), flat=True)[:INDEXED_REPLIES]

    def solutions(self) -> "ReplyQuerySet":
        """Those in sight that solved the question of their topic."""
        return self.shown().filter(solved_at__isnull=False)

    def newest(self, count: int) -> list["Reply"]:
        """The latest ones with their topic."""
        return list(self.select_related("author", "organisation", "topic").order_by("-created_at", "-pk")[:count])


class Reply(Post):
    """An answer in a topic."""

    #: No index of its own: `reply_in_topic` begins with it, and two of a kind let PostgreSQL take the lesser one.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="replies", verbose_name="話題", db_index=False)

    #: When the asker or the board's host said that it solved the question; who said so, and the word of thanks.
    solved_at = models.DateTimeField("解決にした日時", null=True, blank=True, editable=False)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="解決にした人", null=True, blank=True
    )
    thanks = models.CharField("お礼のひとこと", max_length=THANKS_MAX, blank=True, editable=False)

    topic_id: int
    solved_by_id: int | None

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "返信"
        verbose_name_plural = "返信"
        ordering = ("created_at", "pk")
        indexes = (
            # Holds all that "in sight" asks, so that a place among 5,000 replies is counted without reading one of them.
            models.Index(fields=("topic", "created_at", "id"), include=("hidden_at", "held_at", "author"), name="reply_in_topic"),
            models.Index(fields=("author", "-id"), name="reply_by_author"),
        )
        constraints = (
            *Post.Meta.constraints,
            models.CheckConstraint(
                condition=Q(solved_at=None, solved_by=None, thanks="") | Q(solved_at__isnull=False, solved_by__isnull=False),
                name="reply_solved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"返信{self.pk}"

    def get_absolute_url(self) -> str:
        """The reply's place on its topic's page, whichever part of the replies that is."""
        return f"{reverse('knowhow:topic', args=[self.topic_id])}?reply={self.pk}#reply-{self.pk}"

    @property
    def is_solution(self) -> bool:
        """Whether it solved the question, as the asker or a host says."""
        return self.solved_at is not None

    def get_history_url(self) -> str:
        """The page of its edits."""
        return reverse("knowhow:reply_history", args=[self.pk])
