"""読む演習: the dialogues at which a case stops, and what people would have asked there."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import PreviewableMixin

from accounts.audiences import Person
from accounts.models import Organisation
from bansou.moderation.permissions import keeps_order
from cases.models import Case, Episode

#: Characters of a stop's name and scene, and of each of the two texts of an answer.
STOP_TITLE_MAX, SCENE_MAX, ANSWER_MAX = 40, 400, 300


class StopState(models.TextChoices):
    """Whether a dialogue is practised on."""

    PROPOSED = "proposed", "確認待ち"
    SHOWN = "shown", "演習に出す"
    HIDDEN = "hidden", "出さない"


class ShownAs(models.TextChoices):
    """Who reads an answer, and whose it is to them."""

    NAME = "name", "名前を出して、ほかの方にも見せる"
    ALIAS = "alias", "名前を出さずに、ほかの方にも見せる"
    SELF = "self", "自分だけが読む"


class ReadingStopQuerySet(models.QuerySet["ReadingStop"]):
    """Reads of stops."""

    def visible_to(self, user: Person) -> "ReadingStopQuerySet":
        """Stops on which the person may practise: chosen, of a case that he may read today, whose dialogue is still told there."""
        return self.filter(state=StopState.SHOWN).of_readable_cases(user)

    def of_readable_cases(self, user: Person) -> "ReadingStopQuerySet":
        """Stops, chosen or not, of cases that the person may read, as long as the dialogue is in the published version."""
        told = Episode.objects.filter(case_id=OuterRef("case_id"), key=OuterRef("episode_key"))
        return self.filter(Exists(told), case__in=Case.objects.visible_to(user))

    def with_own_answer(self, user: Person) -> "ReadingStopQuerySet":
        """With whether the person wrote something there (`is_answered`)."""
        own = ReadingAnswer.objects.by(user).filter(stop_id=OuterRef("pk"))
        marked: ReadingStopQuerySet = self.annotate(is_answered=Exists(own))
        return marked


class ReadingStop(PreviewableMixin, models.Model):  # type: ignore[misc]
    """A dialogue at which a published case stops and asks its reader. Without its case, or the dialogue in it, it is nowhere."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name="事例")
    #: Episode.key within the case: it outlives versions.
    episode_key = models.UUIDField("対話", editable=False)
    title = models.CharField(
        "場面の名前",
        max_length=STOP_TITLE_MAX,
        help_text="一覧に出ます。事例の題名や結末が分かる言葉は使いません。例：「昼どき、窓のある事務所で」",
    )
    scene = models.TextField(
        "問いかけの直前の場面",
        max_length=SCENE_MAX,
        help_text="支援者が口を開く直前までを、二、三文で書きます。実際の問いかけと、その後のことは書きません。",
    )
    state = models.CharField("状態", max_length=10, choices=StopState, default=StopState.SHOWN)
    is_from_team = models.BooleanField("事例を書いた側からの提案", default=False, editable=False)
    note = models.CharField(
        "事例を書いた方への言葉",
        max_length=200,
        blank=True,
        help_text="提案を「出さない」にするときは、理由を書きます。事例を書いた方に届きます。",
    )
    created_at = models.DateTimeField("作成日時", default=timezone.now, editable=False)

    case_id: int

    objects = ReadingStopQuerySet.as_manager()

    class Meta:
        verbose_name = "読む演習の場面"
        verbose_name_plural = "読む演習の場面"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("case", "episode_key"), name="one_stop_per_dialogue"),
            models.CheckConstraint(condition=Q(state__in=StopState.values), name="known_stop_state"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(scene=""), name="stop_says_where_it_is"),
            models.CheckConstraint(
                condition=~Q(state="hidden", is_from_team=True, note=""), name="stop_of_a_team_hidden_with_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that stops."""
        return reverse("school:reading_stop", args=[self.pk])

    @property
    def rest_url(self) -> str:
        """The page that goes on: what the supporter did."""
        return reverse("school:reading_rest", args=[self.pk])

    @cached_property
    def dialogue_number(self) -> int | None:
        """Which dialogue of its published case it is, from 1; None where the case has it no longer. From the prefetched rows of a list."""
        keys = [episode.key for episode in self.case.episodes.all()]
        return keys.index(self.episode_key) + 1 if self.episode_key in keys else None

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The page as it will be."""
        return "school/reading_stop.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """As a visitor gets it."""
        from bansou.school.reading_pages import stop_preview  # above the models; Wagtail asks the model

        return {"request": request, **stop_preview(self, AnonymousUser())}


class ReadingAnswerQuerySet(models.QuerySet["ReadingAnswer"]):
    """Reads of answers."""

    def visible_to(self, user: Person) -> "ReadingAnswerQuerySet":
        """Answers that the person may read, where he may practise: the shared ones in sight, his own, for those who keep order hidden ones too."""
        shared = self.shared() if keeps_order(user) else self.in_sight()
        own = self.by(user)
        return (shared | own).filter(stop__in=ReadingStop.objects.visible_to(user))

    def shared(self) -> "ReadingAnswerQuerySet":
        """Those that are not for their writers alone."""
        return self.exclude(shown_as=ShownAs.SELF)

    def in_sight(self) -> "ReadingAnswerQuerySet":
        """The shared ones that nobody hid and that wait for no look."""
        return self.shared().filter(hidden_at=None, held_at=None)

    def by(self, user: Person) -> "ReadingAnswerQuerySet":
        """The person's own."""
        return self.filter(author_id=user.pk) if user.is_authenticated else self.none()

    def latest(self, count: int) -> list["ReadingAnswer"]:  # type: ignore[override]
        """The latest ones with the people who wrote them."""
        return list(self.select_related("author", "organisation").order_by("-created_at", "-pk")[:count])


class ReadingAnswer(models.Model):
    """What somebody would have asked at a stop. One a person and stop; he may change it and take it back."""

    stop = models.ForeignKey(ReadingStop, on_delete=models.CASCADE, related_name="answers", verbose_name="場面")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの所属", null=True, blank=True
    )
    text = models.CharField("問いかけ", max_length=ANSWER_MAX)
    reason = models.CharField("そう問いかけるわけ", max_length=ANSWER_MAX, blank=True)
    shown_as = models.CharField("見せ方", max_length=6, choices=ShownAs)
    created_at = models.DateTimeField("書いた日時", default=timezone.now, editable=False)
    edited_at = models.DateTimeField("直した日時", null=True, blank=True, editable=False)
    #: Until staff looked at it: a newcomer's first, or one that three independent people reported.
    held_at = models.DateTimeField("確認を待つようになった日時", null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField("非表示にした日時", null=True, blank=True, editable=False)
    hidden_reason = models.CharField("非表示にした理由", max_length=200, blank=True, editable=False)

    stop_id: int
    author_id: int

    objects = ReadingAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "読む演習の問いかけ"
        verbose_name_plural = "読む演習の問いかけ"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("stop", "-created_at", "-id"), name="answer_of_stop"),)
        constraints = (
            models.UniqueConstraint(fields=("stop", "author"), name="one_answer_per_person_and_stop"),
            models.CheckConstraint(condition=~Q(text=""), name="reading_answer_says_something"),
            models.CheckConstraint(condition=Q(shown_as__in=ShownAs.values), name="known_reading_answer_shown_as"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="reading_answer_hidden_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its place on the page of the stop."""
        return f"{self.stop.rest_url}#answer-{self.pk}"

    def is_by(self, user: Person) -> bool:
        """Whether the person wrote it."""
        return bool(user.is_authenticated and self.author_id == user.pk)

    @property
    def is_hidden(self) -> bool:
        """Whether staff took it out of sight."""
        return self.hidden_at is not None
