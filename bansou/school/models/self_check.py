"""The self-check (自己点検): its twelve items, which staff may reword, and what a person answered, which nobody else can read."""

import datetime
import json
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from wagtail.models import PreviewableMixin

from accounts.audiences import Person
from bansou.school.sealing import seal, unseal
from bansou.school.vocabularies import Skill
from cases.vocabularies import Inquiry, Wall

#: What a person answered: a level for each item's code that he has come to.
Answers = dict[str, int]

#: Characters of an item.
LABEL_MAX, STATEMENT_MAX, HINT_MAX = 12, 100, 100
#: From when it is worth looking again. An answer is about the last three months.
AGAIN_AFTER = datetime.timedelta(days=90)


class Level(models.IntegerChoices):
    """How it went in the last three months. Words first: the number is for the drawing alone and no mark."""

    NOT_YET = 1, "まだしていない"
    SOMETIMES = 2, "ときどきしている"
    MOSTLY = 3, "たいていしている"
    ALWAYS = 4, "いつもしている"


class CheckItem(PreviewableMixin, models.Model):  # type: ignore[misc]
    """Something that a person says of his last three months. Staff mend its words; what it asks, and that there are twelve, stays."""

    wagtail_reference_index_ignore = True

    code = models.SlugField("記号", max_length=20, unique=True, editable=False)
    skill = models.CharField("スキル", max_length=1, choices=Skill, editable=False)
    position = models.PositiveSmallIntegerField("順番", unique=True, editable=False)
    label = models.CharField("短い呼び名", max_length=LABEL_MAX, help_text="結果の表と図に使います。12文字までです。")
    statement = models.CharField(
        "項目の文",
        max_length=STATEMENT_MAX,
        help_text="この3か月の自分について、正直に答えられる文にします。一つの文で一つのことだけを聞きます。"
        "前の結果とくらべるため、聞いている中身は変えず、言い回しだけを直してください。",
    )
    hint = models.CharField("補足", max_length=HINT_MAX, blank=True, help_text="答えに迷いそうなときだけ書きます。")
    #: Which case and which question card help whoever does this seldom.
    wall = models.CharField("壁", max_length=8, choices=Wall, editable=False)
    inquiry = models.CharField("問いかけの種類", max_length=12, choices=Inquiry, editable=False)

    class Meta:
        verbose_name = "自己点検の項目"
        verbose_name_plural = "自己点検の項目"
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(condition=models.Q(skill__in=Skill.values), name="check_item_of_a_skill"),
            models.CheckConstraint(condition=~models.Q(statement="") & ~models.Q(label=""), name="check_item_says_something"),
        )

    def __str__(self) -> str:
        return self.label

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The item as it stands in the form."""
        return "school/self_check/item_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """A form of this item alone."""
        from bansou.school.self_check.forms import SelfCheckForm  # forms stand above models

        return {"item": self, "form": SelfCheckForm(items=[self])}


class UnreadableError(Exception):
    """No key of the site opens these answers, or they were put into another person's row."""


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    """Reads of self-checks: of the person alone, always."""

    def of(self, person: Person) -> "SelfCheckQuerySet":
        """The person's own, the latest first; one that is not finished before all."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(person_id=person.pk).order_by(models.F("finished_at").desc(nulls_first=True), "-pk")

    def finished(self) -> "SelfCheckQuerySet":
        """Those with a result."""
        return self.filter(finished_at__isnull=False)

    def unfinished(self) -> "SelfCheckQuerySet":
        """The one that somebody is still answering."""
        return self.filter(finished_at=None)

    def due_again(self) -> "SelfCheckQuerySet":
        """The last one of each person, where three months have passed since it was finished and none was begun."""
        later = self.model._default_manager.filter(
            person=models.OuterRef("person"), started_at__gt=models.OuterRef("finished_at")
        )
        return self.filter(~models.Exists(later), finished_at__date__lte=timezone.localdate() - AGAIN_AFTER)


class SelfCheck(models.Model):
    """The answers of one person at one time, sealed: whoever has the database and not the key learns when, and nothing else.

    There is no right to see one: no page of staff, no search, no log and no export asks for it.
    """

    wagtail_reference_index_ignore = True

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="本人")
    sealed = models.BinaryField("封をした答え")
    started_at = models.DateTimeField("始めた日時", default=timezone.now)
    finished_at = models.DateTimeField("終えた日時", null=True)
    #: Of the filled-in form that ended it: pressed twice it is one result.
    submission_key = models.UUIDField(null=True)

    objects = SelfCheckQuerySet.as_manager()

    person_id: int

    class Meta:
        verbose_name = "自己点検"
        verbose_name_plural = "自己点検"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=models.Q(finished_at=None), name="one_unfinished_self_check"),
            models.UniqueConstraint(fields=("person", "submission_key"), name="self_check_of_a_form_once"),
            models.CheckConstraint(
                condition=models.Q(finished_at=None, submission_key=None)
                | models.Q(finished_at__isnull=False, submission_key__isnull=False),
                name="finished_self_check_has_its_key",
            ),
        )
        indexes = (models.Index(fields=("person", "-finished_at"), name="self_checks_of_person"),)

    def __str__(self) -> str:
        return f"自己点検{self.pk}"

    @property
    @sensitive_variables()
    def answers(self) -> Answers:
        """What was answered. Raises UnreadableError where no key opens it, and for answers that were sealed for somebody else."""
        try:
            kept = json.loads(unseal(self.sealed))
        except InvalidToken as error:
            raise UnreadableError from error
        if kept["person"] != self.person_id:
            raise UnreadableError
        return {code: level for code, level in kept["levels"].items() if level}

    @property
    @sensitive_variables()
    def answers_or_none(self) -> Answers:
        """What was answered; nothing where it is new or cannot be read."""
        try:
            return self.answers if self.sealed else {}
        except UnreadableError:
            return {}

    @sensitive_variables()
    def seal(self, answers: Answers, codes: list[str]) -> None:
        """Take over the answers; not saved yet. `codes`: of all items; those without an answer are sealed as 0, so that length tells nothing."""
        kept = {"person": self.person_id, "levels": {code: answers.get(code, 0) for code in sorted(codes)}}
        self.sealed = seal(json.dumps(kept).encode())

    @property
    def again_from(self) -> datetime.date:
        """The day from which looking again shows a change. Of a finished one."""
        assert self.finished_at is not None
        return timezone.localdate(self.finished_at + AGAIN_AFTER)

    @property
    def is_due_again(self) -> bool:
        """Whether three months have passed since a finished one."""
        return self.finished_at is not None and self.again_from <= timezone.localdate()
