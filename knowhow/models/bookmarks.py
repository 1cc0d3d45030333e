"""Bookmarks: a post that a person wants to find again, with a note for himself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audiences import Person

#: Characters of a note.
NOTE_MAX = 500


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    """Reads of bookmarks."""

    def of(self, user: Person) -> "BookmarkQuerySet":
        """The person's own; nobody else's, not for staff either."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def readable(self, user: Person) -> "BookmarkQuerySet":
        """His own of posts that he may still read; the others wait until he may again."""
        from knowhow.models.reply import Reply  # replies stand on topics, which know their bookmarks
        from knowhow.models.topic import Topic

        return self.of(user).filter(
            Q(reply=None) | Q(reply__in=Reply.objects.visible_to(user).order_by().values("pk")),
            topic__in=Topic.objects.visible_to(user).order_by().values("pk"),
        )


class Bookmark(models.Model):
    """That a person put a mark at a topic's text or at a reply. The note is for his eyes only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    topic = models.ForeignKey("knowhow.Topic", on_delete=models.CASCADE, related_name="bookmarks", verbose_name="話題")
    #: None: the topic's own text.
    reply = models.ForeignKey(
        "knowhow.Reply", on_delete=models.CASCADE, related_name="+", verbose_name="返信", null=True, blank=True
    )
    note = models.TextField("自分だけのメモ", max_length=NOTE_MAX, blank=True)
    created_at = models.DateTimeField("付けた日時", default=timezone.now, editable=False)

    person_id: int
    topic_id: int
    reply_id: int | None

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = "しおり"
        verbose_name_plural = "しおり"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("person", "-id"), name="bookmark_of_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "topic", "reply"), nulls_distinct=False, name="one_bookmark_per_person_and_post"
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}／{self.reply_id or '本文'}"
