"""Earlier texts of posts: kept when an edit takes their place, so that an edit is never silent."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audiences import Person
from knowhow.models.post import BODY_MAX
from knowhow.models.reply import Reply
from knowhow.models.topic import TITLE_MAX, Topic

#: Characters of the reason that an author gives for an edit.
EDIT_REASON_MAX = 100


class PostVersionQuerySet(models.QuerySet["PostVersion"]):
    """Reads of earlier texts."""

    def of(self, post: Topic | Reply) -> "PostVersionQuerySet":
        """The earlier texts of the post."""
        return self.filter(topic=post) if isinstance(post, Topic) else self.filter(reply=post)

    def visible_to(self, user: Person) -> "PostVersionQuerySet":
        """Those of posts that the person may read, hidden ones too: the history names them without their text."""
        return self.filter(Q(topic__in=Topic.objects.visible_to(user)) | Q(reply__in=Reply.objects.visible_to(user)))


class PostVersion(models.Model):
    """A text that a post once had, and why another took its place."""

    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="versions", verbose_name="話題"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="versions", verbose_name="返信"
    )
    #: The post's `edit_version` while it had this text.
    number = models.PositiveIntegerField("版")
    title = models.CharField("題名", max_length=TITLE_MAX, blank=True)
    body = models.TextField("本文", max_length=BODY_MAX)
    written_at = models.DateTimeField("書いた日時")
    replaced_at = models.DateTimeField("修正した日時")
    reason = models.CharField("修正の理由", max_length=EDIT_REASON_MAX, blank=True)
    hidden_at = models.DateTimeField("非表示にした日時", null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="非表示にした人", null=True, blank=True
    )
    hidden_reason = models.CharField("非表示にした理由", max_length=200, blank=True)

    topic_id: int | None
    reply_id: int | None
    if TYPE_CHECKING:
        hidden_by_id: int | None

    objects = PostVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "修正前の投稿"
        verbose_name_plural = "修正前の投稿"
        ordering = ("-number", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(topic=None, reply__isnull=False) | Q(topic__isnull=False, reply=None), name="version_of_one_post"
            ),
            models.UniqueConstraint(fields=("topic", "number"), name="one_version_of_topic_per_number"),
            models.UniqueConstraint(fields=("reply", "number"), name="one_version_of_reply_per_number"),
            models.CheckConstraint(condition=Q(replaced_at__gte=F("written_at")), name="version_replaced_after_writing"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="version_hidden_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}（版{self.number}）"

    @property
    def post(self) -> Topic | Reply:
        """The post that had this text."""
        post = self.topic or self.reply
        assert post is not None
        return post

    @property
    def is_hidden(self) -> bool:
        """Whether its text is out of sight."""
        return self.hidden_at is not None

    def text_is_for(self, user: Person) -> bool:
        """Whether the person may read the text: a hidden one is for its author and staff."""
        return not self.is_hidden or (user.is_authenticated and (user.is_staff or self.post.is_by(user)))
