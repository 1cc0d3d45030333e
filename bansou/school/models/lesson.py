"""A lesson of the path: a page to read, a case or a question to look at, something to do and to think."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from accounts.audiences import Person
from bansou.explainer.models import ExplainerPage
from bansou.school.vocabularies import Skill
from cases.models import QuestionCard
from cases.vocabularies import CardState, Wall

if TYPE_CHECKING:
    from accounts.models import User

#: What staff may use in the exercise: words, no layout.
EXERCISE_FEATURES = ["bold", "ol", "ul", "link"]


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Reads of lessons."""

    def visible_to(self, _user: Person) -> "LessonQuerySet":
        """Published ones: the path is for everybody, and the same for everybody."""
        return self.filter(live=True)

    def of_skill(self, skill: str) -> "LessonQuerySet":
        """Those of one skill, in order."""
        return self.filter(skill=skill).in_order()

    def in_order(self) -> "LessonQuerySet":
        """As one walks the path."""
        return self.order_by("skill", "order", "pk")

    def progress_of(self, person: "User") -> dict[str, int]:
        """How many published lessons there are (`total`), and how many of them the person has done (`done`). One query."""
        counts: dict[str, int] = self.filter(live=True).aggregate(total=Count("pk"), done=Count("pk", filter=_done(person)))
        return counts

    def done_by(self, person: "User") -> "LessonQuerySet":
        """Those that the person has done."""
        return self.filter(_done(person))


def _done(person: "User") -> Exists:
    from bansou.school.models.progress import LessonDone

    return Exists(LessonDone.objects.filter(person=person, lesson=OuterRef("pk")))


class Lesson(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):  # type: ignore[misc]
    """One step of the path. Staff write it; whoever learns says himself that he has done it."""

    title = models.CharField("題名", max_length=40)
    slug = models.SlugField(
        "アドレスの一部", max_length=40, unique=True, help_text="半角の英小文字とハイフンで書きます。公開後は変えません。"
    )
    skill = models.CharField("Skill", max_length=1, choices=Skill)
    order = models.PositiveSmallIntegerField("並び順", default=10, help_text="同じSkillの中で、小さい数から並びます。")
    summary = models.CharField("ここで学ぶこと", max_length=120, help_text="学びの道の一覧と、ページの冒頭に出ます。")
    minutes = models.PositiveSmallIntegerField(
        "目安の時間（分）", default=15, help_text="読む時間と、やってみる時間を合わせた目安です。"
    )
    chapter = models.ForeignKey(
        ExplainerPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="読むページ"
    )
    question = models.ForeignKey(
        QuestionCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="見てみる問いかけ",
        limit_choices_to={"state": CardState.SHOWN},
    )  # fmt: skip
    wall = models.CharField(
        "事例をさがす壁", max_length=8, choices=Wall, blank=True,
        help_text="選ぶと、この壁に向き合った新しい事例が一つ、読む方に合わせて出ます。",
    )  # fmt: skip
    look_for = models.CharField(
        "事例や問いかけの、どこを見るか", max_length=200, blank=True, help_text="読む方が、何に目をとめればよいかを書きます。"
    )
    exercise = RichTextField(
        "やってみる", features=EXERCISE_FEATURES, help_text="明日の訪問や、机の上でできる小さなことを書きます。"
    )
    reflection = models.CharField(
        "考えてみる", max_length=200, help_text="ふりかえりの問いを一つ書きます。答えは、このサイトには保存されません。"
    )

    chapter_id: int | None
    question_id: int | None

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "レッスン"
        verbose_name_plural = "レッスン"
        ordering = ("skill", "order", "pk")
        constraints = (models.CheckConstraint(condition=Q(skill__in=Skill.values), name="known_lesson_skill"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("school:lesson", args=[self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """The page as readers get it, with nothing to press."""
        from bansou.school.paths import lesson_page

        context: dict[str, Any] = {"shown": lesson_page(self, request.user, done={}), "is_preview": True}
        return TemplateResponse(request, "school/lesson.html", context)


class FilledLesson(models.Model):
    """Remembers which lesson came from which entry of lessons.toml, so that filling the site again never undoes staff's work.

    `revision` is the version that we wrote: while it is the lesson's latest, nobody has touched the lesson. A row without a lesson tells
    that it was deleted, and it stays deleted.
    """

    code = models.SlugField("記号", max_length=40, unique=True)
    lesson = models.ForeignKey(Lesson, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="レッスン")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書き込んだ版")
    digest = models.CharField("要約値", max_length=64)

    class Meta:
        verbose_name = "ファイルから作ったレッスン"
        verbose_name_plural = "ファイルから作ったレッスン"
        default_permissions = ()

    def __str__(self) -> str:
        return self.code

    @property
    def is_touched_by_staff(self) -> bool:
        """Whether staff changed, unpublished or deleted the lesson since we wrote it."""
        lesson = self.lesson
        return (
            lesson is None
            or not lesson.live
            or self.revision_id is None  # type: ignore[attr-defined]
            or lesson.latest_revision_id != self.revision_id  # type: ignore[attr-defined]
        )
