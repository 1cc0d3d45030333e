"""Pictures in posts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Person
from bansou.images.models import SitePicture
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic

#: Characters of a picture's description, at least and at most.
ALT_MIN, ALT_MAX = 4, 200


class PostPictureQuerySet(models.QuerySet["PostPicture"]):
    """Reads of pictures in posts."""

    def of(self, post: Topic | Reply) -> "PostPictureQuerySet":
        """Those that the post shows."""
        return self.filter(topic=post) if isinstance(post, Topic) else self.filter(reply=post)

    def usable_by(self, user: Person, post: Topic | Reply | None) -> "PostPictureQuerySet":
        """Those that the person may put into the post (None: a new one): his own that no other post shows."""
        own = self.filter(uploaded_by_id=user.pk)
        free = Q(topic=None, reply=None)
        if post is None:
            return own.filter(free)
        return own.filter(free | (Q(topic=post) if isinstance(post, Topic) else Q(reply=post)))

    def visible_to(self, user: Person) -> "PostPictureQuerySet":
        """Those in posts that the person may read, and his own."""
        shown = Q(topic__in=Topic.objects.visible_to(user)) | Q(reply__in=Reply.objects.visible_to(user))
        return self.filter(shown | Q(uploaded_by_id=user.pk) if user.is_authenticated else shown)


class PostPicture(models.Model):
    """A picture that somebody put into a post, with its description. The post's text names it by its number: 【写真12】."""

    picture = models.ForeignKey(SitePicture, on_delete=models.CASCADE, related_name="+", verbose_name="画像")
    alt = models.CharField("写真の説明", max_length=ALT_MAX)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="アップロードした人"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures", verbose_name="話題"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures", verbose_name="返信"
    )
    #: Since when no post shows it; None while one does. Unused ones are deleted after two days.
    unused_since = models.DateTimeField("使われていない日時", null=True, blank=True, default=timezone.now)

    objects = PostPictureQuerySet.as_manager()

    class Meta:
        verbose_name = "投稿の写真"
        verbose_name_plural = "投稿の写真"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(topic=None, reply=None, unused_since__isnull=False)
                | Q(topic__isnull=False, reply=None, unused_since=None)
                | Q(topic=None, reply__isnull=False, unused_since=None),
                name="picture_in_one_post_or_unused",
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="picture_has_description"),
        )
        indexes = (models.Index(fields=("unused_since",), condition=Q(unused_since__isnull=False), name="picture_unused"),)

    def __str__(self) -> str:
        return self.mark

    def get_absolute_url(self) -> str:
        """The picture itself, for whom may see it."""
        return reverse("knowhow:picture", args=[self.pk])

    @property
    def mark(self) -> str:
        """How the text of a post names it."""
        return f"【写真{self.pk}】"


def picture_is_shown(user: Person, picture: SitePicture) -> bool:
    """Whether a post that the person may read shows the picture (rule for bansou.images)."""
    return PostPicture.objects.visible_to(user).filter(picture=picture).exists()
