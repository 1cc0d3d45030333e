"""Where the form of a case keeps what is being typed (bansou.drafts), and where somebody stopped."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.audiences import Person
from accounts.refusals import reason_against
from bansou.drafts.models import Draft, milliseconds
from bansou.drafts.places import Whereabouts, register_places
from cases.models import Case
from cases.permissions import check_can_write, missing_for_review
from cases.record import Step, step_of
from cases.review_actions import comments_of_last_return

_KIND = "case"
_NEW = "new"


def place_of(case: Case | None, step: Step) -> str:
    """The place of a step; None: of a case that does not exist yet."""
    return f"{_KIND}:{case.pk if case else _NEW}:{step.value}"


def place_is_open(person: Person, rest: str) -> bool:
    """Whether the person may keep text there (rule for bansou.drafts): at steps of his cases, and of a new one if he may write one."""
    number, _, step = rest.partition(":")
    if step not in Step.values:
        return False
    if number == _NEW:
        return step == Step.BASICS and not reason_against(check_can_write, person)
    # So many digits have the numbers of rows.
    return number.isdecimal() and len(number) < 19 and Case.objects.of_team(person).filter(pk=int(number)).exists()


def drafts_of_new_cases(person: Person) -> list[Draft]:
    """What the person typed into cases that he has not saved once."""
    return list(Draft.objects.of(person).filter(place=f"{_KIND}:{_NEW}:{Step.BASICS.value}"))


def unsaved_steps(person: Person) -> dict[int, tuple[Step, Draft]]:
    """By case, the step into which the person typed last without saving."""
    found: dict[int, tuple[Step, Draft]] = {}
    for draft in Draft.objects.of(person).filter(place__startswith=f"{_KIND}:").exclude(place__startswith=f"{_KIND}:{_NEW}:"):
        _, number, step = draft.place.split(":")
        found.setdefault(int(number), (Step(step), draft))
    return found


def step_to_go_on(case: Case, version: Case, person: Person) -> Step:
    """Where the person writes on: where he typed last if that is not saved, else where the first thing is missing or was asked by a reviewer."""
    step, draft = unsaved_steps(person).get(case.pk, (None, None))
    if step and draft and draft.sequence > milliseconds(version.latest_revision.created_at):
        return step
    missing = missing_for_review(version)
    if missing:
        return missing[0].step
    asked = next((step_of(comment.name) for comment in comments_of_last_return(case) if comment.is_open), None)
    return asked or step or Step.BASICS


def words_of_places(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    """To which case and step the drafts belong (words for bansou.drafts)."""
    titles = dict(Case.objects.of_team(person).values_list("pk", "title"))
    found = {}
    for draft in drafts:
        _, number, step = draft.place.split(":")
        if number == _NEW:
            found[draft.pk] = Whereabouts("新しい事例", f"{reverse('cases:new')}?draft={draft.pk}")
        elif int(number) in titles:
            address = reverse("cases:edit_step", args=[int(number), step])
            found[draft.pk] = Whereabouts(f"事例：{titles[int(number)]}（{Step(step).label}）", f"{address}?draft={draft.pk}")
    return found


def connect() -> None:
    """Registers the places of this room."""
    register_places(_KIND, place_is_open, words_of_places)
