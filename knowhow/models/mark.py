"""What readers leave at a post: 「参考になった」, and 「やってみた」 with a line on how it went."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import Organisation
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic

#: Characters of a line on how it went.
TRIAL_MIN, TRIAL_MAX = 5, 200


class MarkQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Reads of what readers left."""

    def at(self, post: Topic | Reply) -> Self:
        """At one post."""
        return self.filter(**place_of(post))

    def at_any(self, topic: Topic, replies: Iterable[Reply]) -> Self:
        """At a topic's own text or at one of the replies."""
        return self.filter(Q(topic=topic) | Q(reply__in=[reply.pk for reply in replies]))

    def by(self, user: Person) -> Self:
        """The person's own."""
        return self.filter(author_id=user.pk) if user.is_authenticated else self.none()


class Mark(models.Model):
    """Stands at a topic's own text or at a reply; one a person and post."""

    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="%(class)s_marks", verbose_name="話題", null=True, blank=True
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, related_name="%(class)s_marks", verbose_name="返信", null=True, blank=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="付けた人")
    created_at = models.DateTimeField("付けた日時", default=timezone.now, editable=False)

    topic_id: int | None
    reply_id: int | None
    author_id: int

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(topic=None, reply__isnull=False) | Q(topic__isnull=False, reply=None), name="%(class)s_at_one_post"
            ),
            # Where one of both is empty, the constraint on it says nothing.
            models.UniqueConstraint(fields=("topic", "author"), name="one_%(class)s_per_topic"),
            models.UniqueConstraint(fields=("reply", "author"), name="one_%(class)s_per_reply"),
        )

    @property
    def post(self) -> Topic | Reply:
        """Where it stands."""
        post = self.topic or self.reply
        assert post is not None
        return post


class Helpful(Mark):
    """「参考になった」. Only their number is shown, not whose they are."""

    objects = MarkQuerySet["Helpful"].as_manager()

    class Meta:
        verbose_name = "参考になった"
        verbose_name_plural = "参考になった"
        constraints = Mark.Meta.constraints

    def __str__(self) -> str:
        return f"{self.author}：{self.post}"


class TrialQuerySet(MarkQuerySet["Trial"]):
    """Reads of trials."""

    def visible_to(self, user: Person) -> "TrialQuerySet":
        """Those at posts that the person may read; hidden ones only for staff and who wrote them."""
        readable = self.filter(
            Q(topic__in=Topic.objects.visible_to(user).values("pk")) | Q(reply__in=Reply.objects.visible_to(user).values("pk"))
        )
        return readable.in_sight_of(user)

    def in_sight_of(self, user: Person) -> "TrialQuerySet":
        """Of posts that the person may read: all but those that staff hid from him."""
        if not user.is_authenticated:
            return self.filter(hidden_at=None)
        return self if user.is_staff else self.filter(Q(hidden_at=None) | Q(author_id=user.pk))

    def newest(self, count: int) -> list["Trial"]:
        """The latest ones with the people who wrote them."""
        return list(self.select_related("author", "organisation").order_by("-created_at", "-pk")[:count])


class Trial(Mark):
    """「やってみた」: somebody did what a post says, and tells how it went. He may change the line."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの所属", null=True, blank=True
    )
    text = models.CharField("やってみて、どうでしたか", max_length=TRIAL_MAX)
    edited_at = models.DateTimeField("直した日時", null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField("非表示にした日時", null=True, blank=True, editable=False)
    hidden_reason = models.CharField("非表示にした理由", max_length=200, blank=True, editable=False)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = "やってみた"
        verbose_name_plural = "やってみた"
        constraints = (
            *Mark.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="trial_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="trial_hidden_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The post at which it stands."""
        return self.post.get_absolute_url()

    @property
    def is_hidden(self) -> bool:
        """Whether staff took it out of sight."""
        return self.hidden_at is not None


def place_of(post: Topic | Reply) -> dict[str, Any]:
    """The fields of a mark that name its post."""
    return {"reply": post} if isinstance(post, Reply) else {"topic": post}
