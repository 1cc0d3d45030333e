"""Topics: what somebody asks, hands on or wants to talk about."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from accounts.audiences import Person, audiences_of
from knowhow.models.board import Board
from knowhow.models.post import Post

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from knowhow.models.reply import Reply

#: Characters of a title, at least and at most.
TITLE_MIN, TITLE_MAX = 6, 80
#: Characters of the text shown in a list.
EXCERPT_MAX = 120


class TopicKind(models.TextChoices):
    """What the writer hopes for."""

    QUESTION = "question", "質問"
    KNOWHOW = "knowhow", "ノウハウ"
    TALK = "talk", "雑談・お知らせ"
    CLINIC = "clinic", "クリニック"


class TopicQuerySet(models.QuerySet["Topic"]):
    """Reads of topics."""

    def visible_to(self, user: Person) -> "TopicQuerySet":
        """Topics that the person may read. Hidden ones: staff, and the author his own."""
        readable = self.filter(board__audience__in=audiences_of(user))
        if not user.is_authenticated:
            return readable.filter(hidden_at=None)
        return readable if user.is_staff else readable.filter(Q(hidden_at=None) | Q(author_id=user.pk))

    def listed_for(self, user: Person) -> "TopicQuerySet":
        """Topics that lists show the person: the same for all of one audience, so without his own hidden ones."""
        readable = self.filter(board__audience__in=audiences_of(user))
        return readable if user.is_authenticated and user.is_staff else readable.filter(hidden_at=None)

    def with_part_of(self, user: Person) -> "TopicQuerySet":
        """With `took_part`: whether the person wrote the topic or one of its replies."""
        if not user.is_authenticated:
            return self.annotate(took_part=models.Value(value=False))
        return self.annotate(
            took_part=Q(author_id=user.pk) | Q(pk__in=self.model.objects.filter(replies__author=user.pk).values("pk"))
        )

    def unanswered(self) -> "TopicQuerySet":
        """Questions that nobody answered yet."""
        return self.filter(kind=TopicKind.QUESTION, reply_count=0, hidden_at=None)

    def for_cards(self) -> "TopicQuerySet":
        """With the rows that a card shows and without the long texts, in one query."""
        return self.select_related("board", "author", "organisation").defer("body", "body_html")

    def newest(self, count: int) -> list["Topic"]:
        """The topics with the latest post, for cards."""
        return list(self.for_cards().order_by("-last_posted_at", "-pk")[:count])


class Topic(index.Indexed, Post):  # type: ignore[misc]
    """A text that opens a conversation on a board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="topics", verbose_name="掲示板")
    kind = models.CharField("種類", max_length=10, choices=TopicKind)
    title = models.CharField("題名", max_length=TITLE_MAX)
    #: The beginning of the text without its marks, for lists.
    excerpt = models.CharField("抜粋", max_length=EXCERPT_MAX, editable=False)
    #: Replies that everybody sees. Kept by the actions, never counted on a page.
    reply_count = models.PositiveIntegerField("返信の数", default=0, editable=False)
    last_posted_at = models.DateTimeField("最後の投稿", default=timezone.now, editable=False)
    is_sample = models.BooleanField("見本", default=False, editable=False)

    board_id: int
    if TYPE_CHECKING:
        replies: RelatedManager[Reply]

    objects = TopicQuerySet.as_manager()

    search_fields = (
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("body"),
        index.SearchField("reply_texts"),
        index.FilterField("author_id"),
        index.FilterField("board_id"),
        index.FilterField("kind"),
        index.FilterField("hidden_at"),
        index.FilterField("is_sample"),
        index.FilterField("created_at"),
        index.FilterField("last_posted_at"),
        index.RelatedFields("board", [index.FilterField("audience")]),
    )

    class Meta:
        verbose_name = "話題"
        verbose_name_plural = "話題"
        ordering = ("-last_posted_at", "-pk")
        indexes = (
            models.Index(fields=("board", "-last_posted_at", "-id"), name="topic_on_board"),
            models.Index(fields=("-last_posted_at", "-id"), name="topic_newest"),
            models.Index(
                fields=("-created_at", "-id"),
                condition=Q(kind="question", reply_count=0, hidden_at=None),
                name="topic_unanswered",
            ),
            models.Index(fields=("author", "-id"), name="topic_by_author"),
        )
        constraints = (
            *Post.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="known_topic_kind"),
            models.CheckConstraint(condition=Q(GreaterThanOrEqual(Length("title"), TITLE_MIN)), name="topic_title_length"),
            models.CheckConstraint(condition=Q(last_posted_at__gte=F("created_at")), name="topic_last_post_after_first"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's page."""
        return reverse("knowhow:topic", args=[self.pk])

    def get_history_url(self) -> str:
        """The page of its edits."""
        return reverse("knowhow:topic_history", args=[self.pk])

    def reply_texts(self) -> str:
        """What the replies that everybody sees say, for the search index."""
        return "\n\n".join(self.replies.filter(hidden_at=None).order_by("created_at", "pk").values_list("body", flat=True))
