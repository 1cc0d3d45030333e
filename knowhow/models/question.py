"""What people tell of the question bank's cards. The cards themselves are in cases.models, where a case can name them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audiences import Audience, Person, can_read
from accounts.models import Organisation
from cases.models import QuestionCard
from knowhow.models.reply import Reply

#: Characters of a line on how it went.
REPORT_MAX = 200


class QuestionReportQuerySet(models.QuerySet["QuestionReport"]):
    """Reads of reports."""

    def visible_to(self, user: Person) -> "QuestionReportQuerySet":
        """Reports that the person may read: supporters those in sight, staff all. Nobody looks them over before they are read."""
        if not can_read(user, Audience.SUPPORTER):
            return self.none()
        return self.all() if user.is_authenticated and user.is_staff else self.filter(hidden_at=None)

    def by(self, user: Person) -> "QuestionReportQuerySet":
        """The person's own, a hidden one too."""
        return self.filter(author_id=user.pk) if user.is_authenticated else self.none()

    def latest(self, count: int) -> list["QuestionReport"]:  # type: ignore[override]
        """The latest ones with the people who wrote them."""
        return list(self.select_related("author", "organisation").order_by("-created_at", "-pk")[:count])


class QuestionReport(models.Model):
    """「使ってみた」: how it went when a supporter asked a card's question. One a person and card; he may change it."""

    card = models.ForeignKey(QuestionCard, on_delete=models.CASCADE, related_name="reports", verbose_name="問いかけ")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの所属", null=True, blank=True
    )
    text = models.CharField("使ってみて、どうでしたか", max_length=REPORT_MAX)
    created_at = models.DateTimeField("書いた日時", default=timezone.now, editable=False)
    edited_at = models.DateTimeField("直した日時", null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField("非表示にした日時", null=True, blank=True, editable=False)
    hidden_reason = models.CharField("非表示にした理由", max_length=200, blank=True, editable=False)

    card_id: int
    author_id: int

    objects = QuestionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "使ってみた"
        verbose_name_plural = "使ってみた"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("card", "-created_at", "-id"), name="report_of_question"),)
        constraints = (
            models.UniqueConstraint(fields=("card", "author"), name="one_report_per_person_and_question"),
            models.CheckConstraint(condition=~Q(text=""), name="question_report_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="question_report_hidden_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its place on the card's page."""
        return f"{self.card.get_absolute_url()}#reports"

    @property
    def is_hidden(self) -> bool:
        """Whether staff took it out of sight."""
        return self.hidden_at is not None


class ReplyQuestion(models.Model):
    """That a card was taken from a reply. Beside the card, because cases cannot know of replies."""

    card = models.OneToOneField(QuestionCard, on_delete=models.CASCADE, related_name="of_reply", verbose_name="問いかけ")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="+", verbose_name="もとの返信")

    class Meta:
        verbose_name = "返信から生まれた問いかけ"
        verbose_name_plural = "返信から生まれた問いかけ"

    def __str__(self) -> str:
        return f"{self.reply}：{self.card}"
