"""Cards of the question bank (問いかけバンク). They live here because a case names those that it used; their pages are knowhow's."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from accounts.audiences import Person
from accounts.models import Organisation
from cases.vocabularies import CardSource, CardState, Inquiry, Partner, Stage, Wall

if TYPE_CHECKING:
    from cases.models.case import Case

#: Characters of the question, and of each remark on it.
QUESTION_MAX, REMARK_MAX = 200, 300


class QuestionCardQuerySet(models.QuerySet["QuestionCard"]):
    """Reads of cards."""

    def shown(self) -> "QuestionCardQuerySet":
        """Those in the bank: for everybody, and the same for everybody."""
        return self.filter(state=CardState.SHOWN)

    def visible_to(self, user: Person) -> "QuestionCardQuerySet":
        """Cards whose page the person may open: the bank's; staff all; who proposed one his own, whatever became of it."""
        if not user.is_authenticated:
            return self.shown()
        return self.all() if user.is_staff else self.filter(Q(state=CardState.SHOWN) | Q(author_id=user.pk))

    def to_choose_for(self, user: Person, chosen: "models.QuerySet[QuestionCard] | list[int]") -> "QuestionCardQuerySet":
        """Cards that the person may name in a case: those that he may open, and those that the case names already."""
        own = Q(author_id=user.pk, state=CardState.PROPOSED) if user.is_authenticated else Q()
        return self.filter(Q(state=CardState.SHOWN) | own | Q(pk__in=chosen))

    def most_used(self, count: int) -> list["QuestionCard"]:
        """Those that most supporters said they had used; those that nobody did are left out."""
        return list(self.filter(report_count__gt=0).order_by("-report_count", "-pk")[:count])

    def at_wall(self, wall: str) -> "QuestionCardQuerySet":
        """Those for somebody who stands before the wall."""
        return self.filter(walls__contains=[wall])


class QuestionCard(index.Indexed, models.Model):
    """A question that helped, or helps, somebody to think: what it is for, what often happens, when to leave it."""

    #: Names a card of ours in questions.toml, so that filling the site again finds it; None for proposed ones.
    code = models.SlugField("記号", max_length=40, unique=True, null=True, editable=False)
    question = models.CharField("問いかけ", max_length=QUESTION_MAX, help_text="相手に言う言葉のまま、200文字までで書きます。")
    inquiry = models.CharField("問いかけの種類", max_length=12, choices=Inquiry)
    walls = ArrayField(models.CharField(max_length=8, choices=Wall), verbose_name="壁", default=list)
    stage = models.CharField("段階", max_length=16, choices=Stage)
    partner = models.CharField("相手", max_length=20, choices=Partner, default=Partner.PRESIDENT)
    aim = models.CharField("ねらい", max_length=REMARK_MAX)
    reaction = models.CharField("よくある反応", max_length=REMARK_MAX, blank=True)
    not_when = models.CharField("使わないほうがよいとき", max_length=REMARK_MAX, blank=True)

    source = models.CharField("出どころ", max_length=10, choices=CardSource, default=CardSource.STAFF, editable=False)
    #: The dialogue that it was taken from: Episode.key within the case. Shown to whoever may read the case.
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="もとの事例",
        editable=False,
    )
    episode_key = models.UUIDField("もとの対話", null=True, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提案した人", null=True, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="提案したときの所属", null=True, editable=False
    )
    state = models.CharField("状態", max_length=10, choices=CardState, default=CardState.PROPOSED)
    note = models.CharField(
        "提案した方への言葉",
        max_length=REMARK_MAX,
        blank=True,
        help_text="載せないときは、理由を書きます。提案した方にメールで届きます。",
    )
    #: Supporters who told how it went. Kept by knowhow's actions, never counted on a page.
    report_count = models.PositiveIntegerField("使ってみた人", default=0, editable=False)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    created_at = models.DateTimeField("作成日時", default=timezone.now, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)

    author_id: int | None
    case_id: int | None

    objects = QuestionCardQuerySet.as_manager()

    search_fields = (
        index.SearchField("question", boost=4),
        index.AutocompleteField("question"),
        index.SearchField("aim", boost=1.5),
        index.SearchField("reaction"),
        index.SearchField("not_when"),
        index.SearchField("searchable_words"),
        index.FilterField("state"),
        index.FilterField("author_id"),
        index.FilterField("inquiry"),
        index.FilterField("stage"),
        index.FilterField("partner"),
    )

    class Meta:
        verbose_name = "問いかけ"
        verbose_name_plural = "問いかけ"
        ordering = ("pk",)
        indexes = (
            GinIndex(fields=("walls",), name="question_walls"),
            models.Index(fields=("id",), condition=Q(state="shown"), name="question_shown"),
        )
        constraints = (
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("question"), QUESTION_MAX) & ~Q(question=""), name="question_length"
            ),
            models.CheckConstraint(condition=Q(inquiry__in=Inquiry.values), name="known_question_inquiry"),
            models.CheckConstraint(condition=Q(walls__contained_by=Wall.values, walls__len__gte=1), name="known_question_walls"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="known_question_stage"),
            models.CheckConstraint(condition=Q(partner__in=Partner.values), name="known_question_partner"),
            models.CheckConstraint(condition=Q(state__in=CardState.values), name="known_question_state"),
            models.CheckConstraint(
                condition=~Q(state="hidden") | Q(author=None) | ~Q(note=""), name="question_hidden_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(case=None) | Q(episode_key__isnull=False), name="question_of_a_case_names_its_dialogue"
            ),
        )

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The card's page."""
        return reverse("knowhow:question", args=[self.pk])

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the bank."""
        return self.state == CardState.SHOWN

    @property
    def wall_labels(self) -> list[tuple[str, str]]:
        """Its walls in their own order: (code, words)."""
        return [(code, str(words)) for code, words in Wall.choices if code in self.walls]

    def searchable_words(self) -> str:
        """Its vocabularies in words, for search."""
        walls = [words for _, words in self.wall_labels]
        return " ".join([*walls, self.get_inquiry_display(), self.get_stage_display(), self.get_partner_display()])

    def scene_number_in(self, case: "Case") -> int | None:
        """Which dialogue of its case it was taken from, from 1; None where the case has it no longer."""
        keys = [episode.key for episode in case.episodes.all()]
        return keys.index(self.episode_key) + 1 if self.episode_key in keys else None
