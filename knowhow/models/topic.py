"""Topics: what somebody asks, hands on or wants to talk about."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone
from modelsearch import index
from taggit.managers import TaggableManager

from accounts.audiences import Audience, Person, audiences_of
from knowhow.models.board import Board
from knowhow.models.following import Wide, followed_topics
from knowhow.models.keywords import TopicKeyword
from knowhow.models.post import IN_SIGHT, Post
from knowhow.models.reading_marks import unread_topics

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from knowhow.models.reply import Reply

#: Characters of a title, at least and at most.
TITLE_MIN, TITLE_MAX = 6, 80
#: Characters of the text shown in a list.
EXCERPT_MAX = 120
#: Days after which a question without a reply is a matter for the hosts.
UNANSWERED_DAYS = 30
#: Days without a post after which a topic is archived.
QUIET_DAYS = 180


#: What the indexes of two lists hold.
_UNANSWERED = Q(kind="question", reply_count=0, hidden_at=None)
_SOLVED = Q(solved_at__isnull=False, hidden_at=None)


class TopicKind(models.TextChoices):
    """What the writer hopes for."""

    QUESTION = "question", "質問"
    KNOWHOW = "knowhow", "ノウハウ"
    TALK = "talk", "雑談・お知らせ"
    CLINIC = "clinic", "クリニック"


class Lock(models.TextChoices):
    """How a topic takes no more replies."""

    PAUSED = "paused", "返信を止めています"
    CLOSED = "closed", "受け付けを終わりました"


class TopicQuerySet(models.QuerySet["Topic"]):
    """Reads of topics."""

    def visible_to(self, user: Person) -> "TopicQuerySet":
        """Topics that the person may read. Hidden and held ones: staff, and the author his own."""
        return self.readable(tuple(audiences_of(user)), person=user.pk)

    def readable(self, audiences: tuple[str, ...], *, person: int | None) -> "TopicQuerySet":
        """`visible_to`, for the audiences of a person and his key (None: a visitor). It knows no more of him, so that it can be prepared."""
        readable = self.filter(board__audience__in=audiences, merged_into=None)
        if Audience.STAFF in audiences:
            return readable
        return readable.filter(IN_SIGHT if person is None else IN_SIGHT | Q(author_id=person))

    def listed_for(self, user: Person) -> "TopicQuerySet":
        """Topics that lists show the person: the same for all of one audience, so without his own hidden ones."""
        readable = self.filter(board__audience__in=audiences_of(user), merged_into=None)
        return readable if user.is_authenticated and user.is_staff else readable.filter(IN_SIGHT)

    def shown(self) -> "TopicQuerySet":
        """Those in sight of all who read their boards: neither hidden, nor held, nor merged into another."""
        return self.filter(IN_SIGHT, merged_into=None)

    def followed_by(self, user: Person, *, wide: Wide | None = None) -> "TopicQuerySet":
        """Topics that the person follows, by themselves or by their board, keyword or writer; without those that he wants to see nothing of."""
        return followed_topics(self, user, wide=wide)

    def unread_by(self, user: Person, *, wide: Wide | None = None) -> "TopicQuerySet":
        """Of those the ones with a post that he has not seen, and that was written since he follows."""
        return unread_topics(self, user, wide=wide)

    def with_unread(self, user: Person, *, wide: Wide | None = None) -> "TopicQuerySet":
        """With `is_unread` for the cards of a person's own list: whether it is among `unread_by(user)`. One query more where `wide` is not known."""
        unread = self.model._default_manager.filter(pk=models.OuterRef("pk")).unread_by(user, wide=wide).order_by()
        return self.annotate(is_unread=models.Exists(unread))

    def with_reply_beginnings(self) -> "TopicQuerySet":
        """With what `reply_texts` is made of, for many topics in one query."""
        from knowhow.models.reply import Reply

        return self.annotate(reply_beginnings=ArraySubquery(Reply.objects.filter(topic=models.OuterRef("pk")).beginnings()))

    def unanswered(self) -> "TopicQuerySet":
        """Questions that nobody answered yet."""
        return self.filter(kind=TopicKind.QUESTION, reply_count=0).shown()

    def unanswered_for_long(self) -> "TopicQuerySet":
        """Questions that have waited so long that a host should look."""
        return self.unanswered().filter(created_at__lte=_days_ago(UNANSWERED_DAYS))

    def solved(self) -> "TopicQuerySet":
        """Questions with a reply that solved them."""
        return self.filter(solved_at__isnull=False).shown()

    def active(self) -> "TopicQuerySet":
        """Those that are not archived."""
        return self.filter(archived_at=None)

    def quiet(self) -> "TopicQuerySet":
        """Active topics in which nobody has posted for half a year, nor opened them again. A clinic has an end of its own."""
        since = _days_ago(QUIET_DAYS)
        stirred = Greatest("last_posted_at", Coalesce("reopened_at", "last_posted_at"))
        return (
            self.active()
            .filter(last_posted_at__lte=since)
            .exclude(kind=TopicKind.CLINIC)
            .alias(stirred=stirred)
            .filter(stirred__lte=since)
        )

    def for_search_engines(self) -> "TopicQuerySet":
        """Without questions that have waited for long: who comes from a search engine would find no answer."""
        return self.exclude(pk__in=self.model.objects.unanswered_for_long().values("pk"))

    def under_own_name(self) -> "TopicQuerySet":
        """Those that say who wrote them. Pages and counts of a person's own things start from here: an alias leads to nobody."""
        return self.filter(alias="")

    def clinics_running(self) -> "TopicQuerySet":
        """Clinics that take replies today, with what they have besides."""
        running = self.filter(
            kind=TopicKind.CLINIC, clinic__closed_at=None, clinic__ends_on__gte=timezone.localdate(), hidden_at=None
        )
        return running.select_related("clinic")

    def for_cards(self) -> "TopicQuerySet":
        """With the rows that a card shows and without the long texts, in one query."""
        return self.select_related("board", "author", "organisation").defer("body", "body_html")

    def newest(self, count: int) -> list["Topic"]:
        """The topics with the latest post, for cards."""
        return list(self.for_cards().newest_first()[:count])

    def newest_first(self) -> "TopicQuerySet":
        """The one with the latest post on top."""
        return self.order_by("-last_posted_at", "-pk")


class Topic(index.Indexed, Post):  # type: ignore[misc, django-manager-missing]
    """A text that opens a conversation on a board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="topics", verbose_name="掲示板")
    kind = models.CharField("種類", max_length=10, choices=TopicKind)
    title = models.CharField("題名", max_length=TITLE_MAX)
    #: The beginning of the text without its marks, for lists.
    excerpt = models.CharField("抜粋", max_length=EXCERPT_MAX, editable=False)
    #: Replies that everybody sees. Kept by the actions, never counted on a page.
    reply_count = models.PositiveIntegerField("返信の数", default=0, editable=False)
    last_posted_at = models.DateTimeField("最後の投稿", default=timezone.now, editable=False)
    #: Set with its words: no more replies. Authors still edit what they wrote.
    lock = models.CharField("返信の受け付け", max_length=10, choices=Lock, blank=True, editable=False)
    lock_reason = models.CharField("返信を受け付けない理由", max_length=200, blank=True, editable=False)
    #: Where its texts went. The address leads there for good; nothing else finds it.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", verbose_name="統合した先", null=True, blank=True, editable=False
    )
    is_sample = models.BooleanField("見本", default=False, editable=False)
    #: When a reply in sight last was said to solve the question. Kept by the actions.
    solved_at = models.DateTimeField("解決した日時", null=True, blank=True, editable=False)
    archived_at = models.DateTimeField("保管した日時", null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField("もう一度開いた日時", null=True, blank=True, editable=False)

    keywords = TaggableManager("キーワード", through=TopicKeyword, blank=True)

    board_id: int
    merged_into_id: int | None
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
        index.FilterField("held_at"),
        index.FilterField("merged_into_id"),
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
            models.Index(fields=("-last_posted_at", "-id"), condition=_UNANSWERED, name="topic_unanswered"),
            models.Index(fields=("board", "-last_posted_at", "-id"), condition=_UNANSWERED, name="topic_unanswered_on_board"),
            models.Index(fields=("-solved_at", "-id"), condition=_SOLVED, name="topic_solved"),
            models.Index(fields=("board", "-solved_at", "-id"), condition=_SOLVED, name="topic_solved_on_board"),
            models.Index(fields=("last_posted_at",), condition=Q(archived_at=None), name="topic_active"),
            models.Index(fields=("author", "-id"), name="topic_by_author"),
        )
        constraints = (
            *Post.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="known_topic_kind"),
            models.CheckConstraint(condition=Q(kind=TopicKind.CLINIC) ^ Q(alias=""), name="topic_alias_in_clinics"),
            models.CheckConstraint(condition=Q(GreaterThanOrEqual(Length("title"), TITLE_MIN)), name="topic_title_length"),
            models.CheckConstraint(
                condition=Q(lock="", lock_reason="") | (Q(lock__in=Lock.values) & ~Q(lock_reason="")),
                name="topic_locked_with_reason",
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="topic_merged_into_another"),
            models.CheckConstraint(condition=Q(last_posted_at__gte=F("created_at")), name="topic_last_post_after_first"),
            models.CheckConstraint(condition=Q(solved_at=None) | Q(kind="question"), name="only_questions_are_solved"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's page."""
        return reverse("knowhow:topic", args=[self.pk])

    @property
    def is_put_away(self) -> bool:
        """Whether it is a clinic that its author (or its time) took out of sight, not staff."""
        return self.kind == TopicKind.CLINIC and self.is_hidden and self.hidden_by_id == self.author_id

    def get_history_url(self) -> str:
        """The page of its edits."""
        return reverse("knowhow:topic_history", args=[self.pk])

    @classmethod
    def get_indexed_objects(cls) -> TopicQuerySet:
        """All topics, with what the index reads of their replies."""
        topics: TopicQuerySet = super().get_indexed_objects()
        return topics.with_reply_beginnings()

    def reply_texts(self) -> str:
        """What the latest replies that everybody sees begin with, for the search index. It is written with every reply, so it has a bound."""
        from knowhow.models.reply import Reply

        beginnings = getattr(self, "reply_beginnings", None)
        if beginnings is None:
            beginnings = list(Reply.objects.filter(topic=self).beginnings())
        return "\n\n".join(reversed(beginnings))

    @property
    def is_solved(self) -> bool:
        """Whether a reply solved it."""
        return self.solved_at is not None

    @property
    def is_archived(self) -> bool:
        """Whether it was put away, because nobody had posted for half a year."""
        return self.archived_at is not None

    @property
    def has_waited_for_long(self) -> bool:
        """As `unanswered_for_long`, of this one."""
        is_waiting = self.kind == TopicKind.QUESTION and self.reply_count == 0
        return is_waiting and self.created_at <= _days_ago(UNANSWERED_DAYS)


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)
