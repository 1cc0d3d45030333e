"""What may help next after a self-check: of what the person may read, asked anew each time that he looks."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.audiences import Person
from bansou.school.models import Lesson, LessonDone
from bansou.school.self_check.results import Line, Result
from bansou.school.vocabularies import Skill
from cases.models import Case, QuestionCard
from knowhow.question_pages import ShownQuestion

#: How much is suggested; more would be a list that nobody begins with.
LESSONS, CARDS = 2, 3


@dataclass(frozen=True)
class Suggestions:
    """Lessons, a case and question cards for what is practised least."""

    skill: Skill
    lessons: list[Lesson]
    case: Case | None
    cards: list[ShownQuestion]


def suggestions_for(result: Result, person: Person) -> Suggestions:
    """Lessons of the skill that is practised least, a card for each of the items that are done most seldom, a case for the first of them."""
    seldom = result.seldom[:CARDS]
    skill = result.least[0].skill
    return Suggestions(
        skill=skill, lessons=_lessons_for(skill, person), case=_case_for(seldom[0], person), cards=_cards_for(seldom)
    )


def _lessons_for(skill: Skill, person: Person) -> list[Lesson]:
    """The first ones of the skill; those that the person has done come last."""
    done = LessonDone.objects.filter(lesson=OuterRef("pk"), person_id=person.pk)
    lessons = Lesson.objects.visible_to(person).filter(skill=skill).annotate(is_done=Exists(done))
    return list(lessons.order_by("is_done", "order", "pk")[:LESSONS])


def _case_for(line: Line, person: Person) -> Case | None:
    """The newest case of the item's wall; of any where no case has it."""
    cases = Case.objects.visible_to(person)
    found = cases.with_wall(line.item.wall).newest(1) or cases.newest(1)
    return found[0] if found else None


def _cards_for(lines: list[Line]) -> list[ShownQuestion]:
    """A card of the bank for each item, each another: the one that was tried most often. The bank is the same for everybody."""
    cards: list[QuestionCard] = []
    for line in lines:
        at_wall = QuestionCard.objects.shown().at_wall(line.item.wall).filter(inquiry=line.item.inquiry)
        card = at_wall.exclude(pk__in=[card.pk for card in cards]).order_by("-report_count", "pk").first()
        if card is not None:
            cards.append(card)
    return [ShownQuestion.of(card) for card in cards]
