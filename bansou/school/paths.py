"""What the pages of the path show, as plain values for one reader."""

import datetime
from dataclasses import dataclass

from accounts.audiences import Person
from bansou.explainer.models import ExplainerPage
from bansou.school.models import Done, Lesson
from bansou.school.vocabularies import Skill
from cases.models import Case, QuestionCard
from knowhow.question_pages import ShownQuestion


@dataclass(frozen=True)
class Step:
    """A lesson, and when the reader did it."""

    lesson: Lesson
    done_at: datetime.datetime | None


@dataclass(frozen=True)
class Stretch:
    """The lessons of one skill."""

    skill: Skill
    steps: list[Step]

    @property
    def done_count(self) -> int:
        """How many of them the reader has done."""
        return sum(step.done_at is not None for step in self.steps)


@dataclass(frozen=True)
class LearningPath:
    """All lessons, as far as the reader has come."""

    stretches: list[Stretch]

    @property
    def steps(self) -> list[Step]:
        """All of them in order."""
        return [step for stretch in self.stretches for step in stretch.steps]

    @property
    def done_count(self) -> int:
        """How many the reader has done."""
        return sum(stretch.done_count for stretch in self.stretches)

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(step.lesson.minutes for step in self.steps)

    @property
    def next_lesson(self) -> Lesson | None:
        """The first that is not done yet."""
        return next((step.lesson for step in self.steps if step.done_at is None), None)


@dataclass(frozen=True)
class LessonPage:
    """A lesson with what there is to look at. `chapter`, `question` and `case`: None where the reader may not see one, or there is none."""

    lesson: Lesson
    skill: Skill
    done_at: datetime.datetime | None
    chapter: ExplainerPage | None
    question: ShownQuestion | None
    case: Case | None
    earlier: Lesson | None
    later: Lesson | None


def path_for(person: Person, done: Done) -> LearningPath:
    """The published lessons, in one query."""
    lessons = list(Lesson.objects.visible_to(person).in_order().defer("exercise"))
    by_skill = [
        Stretch(skill, [Step(lesson, done.get(lesson.pk)) for lesson in lessons if lesson.skill == skill]) for skill in Skill
    ]
    return LearningPath([stretch for stretch in by_skill if stretch.steps])


def lesson_page(lesson: Lesson, person: Person, done: Done) -> LessonPage:
    """The lesson for the reader, in at most five queries. It need not be published: staff see it before."""
    chapters = ExplainerPage.objects.visible_to(person).for_links().filter(pk=lesson.chapter_id)
    cards = QuestionCard.objects.shown().filter(pk__in=[lesson.question_id] if lesson.question_id else [])
    cases = Case.objects.visible_to(person).with_wall(lesson.wall).newest(1) if lesson.wall else []
    order = [step.lesson for step in path_for(person, {}).steps]
    place = next((number for number, other in enumerate(order) if other.pk == lesson.pk), None)
    return LessonPage(
        lesson=lesson,
        skill=Skill(lesson.skill),
        done_at=done.get(lesson.pk),
        chapter=chapters.first() if lesson.chapter_id else None,
        question=next((ShownQuestion.of(card) for card in cards), None),
        case=next(iter(cases), None),
        earlier=order[place - 1] if place else None,
        later=order[place + 1] if place is not None and place + 1 < len(order) else None,
    )
