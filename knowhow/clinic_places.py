"""Where the forms of clinics keep what is being typed (bansou.drafts)."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.audiences import Person
from accounts.refusals import reason_against
from bansou.drafts.models import Draft
from bansou.drafts.places import Whereabouts, register_places
from knowhow.models import Clinic
from knowhow.permissions import check_can_open_clinic

_KIND = "clinic"
_NEW = "new"


def place_of(clinic: Clinic | None, form: str = "") -> str:
    """The place of the form for a new clinic, or of a form of one: `edit`, `close`."""
    return f"{_KIND}:{clinic.pk}:{form}" if clinic else f"{_KIND}:{_NEW}"


def place_is_open(person: Person, rest: str) -> bool:
    """Whether the person may keep text there (rule for bansou.drafts): for a new clinic if he may open one, and at his own."""
    if rest == _NEW:
        return not reason_against(check_can_open_clinic, person)
    number, _, form = rest.partition(":")
    # So many digits have the numbers of rows.
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    return form in ("edit", "close") and is_number and Clinic.objects.of(person).filter(pk=int(number)).exists()


def words_of_places(person: Person, drafts: Sequence[Draft]) -> dict[int, Whereabouts]:
    """What the person's drafts of clinics are, and where each is written on."""
    own = {clinic.pk: clinic for clinic in Clinic.objects.of(person).select_related("topic")}
    found = {}
    for draft in drafts:
        _, first, form = f"{draft.place}:".split(":")[:3]
        if first == _NEW:
            title = draft.typed.get("title", "").strip() or "（題名はまだありません）"
            found[draft.pk] = Whereabouts(f"新しいクリニック：{title}", f"{reverse('knowhow:clinic_new')}?draft={draft.pk}")
        elif clinic := own.get(int(first)):
            address = reverse(f"knowhow:clinic_{form}", args=[clinic.pk])
            found[draft.pk] = Whereabouts(f"クリニック：{clinic.topic.title}", f"{address}?draft={draft.pk}")
    return found


def connect() -> None:
    """Registers the places of this room."""
    register_places(_KIND, place_is_open, words_of_places)
