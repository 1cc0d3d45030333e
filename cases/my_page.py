"""What this room shows on a supporter's own page, that cases are wanted, and on the first page: what waits for him."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.matters import Matter, register_matters
from accounts.models import User
from accounts.my_page import register_part
from accounts.refusals import reason_against
from bansou.lists.prepared import PreparedRead
from cases.models import Case, FollowUp, WantedCase
from cases.permissions import check_can_write

#: Follow-ups that the first page names; the others stand on the page of one's own cases.
_FOLLOW_UPS = 3


def wanted_cases(request: HttpRequest) -> SafeString | str:
    """How many cases are wanted, and one of them, for who may write one; "" where there is none. One query."""
    if reason_against(check_can_write, person_of(request)):
        return ""
    titles = list(WantedCase.objects.unanswered().values_list("title", flat=True))
    return render_to_string("cases/wanted_on_my_page.html", {"count": len(titles), "newest": titles[0]}) if titles else ""


def begun_cases(person: User) -> dict[str, QuerySet[Case]]:
    """Cases that he has begun or that came back to him."""
    return {"begun_cases": Case.objects.written_by(person).unsent()}


def case_matters(request: HttpRequest, numbers: Mapping[str, int]) -> list[Matter]:
    """His begun cases, and follow-ups that wait for his answer. One query."""
    begun = numbers["begun_cases"]
    matters = [Matter("書きかけ・差し戻しの事例", "/cases/mine/", begun)] if begun else []
    return matters + [
        Matter(f"「{row.case.title}」のその後（{row.get_months_display()}）を書く", row.get_absolute_url())
        for row in _due(person=person_of(request).pk)
    ]


def _follow_ups(person: int) -> QuerySet[FollowUp]:
    waiting = FollowUp.objects.waiting_for(User.of_key(person)).order_by("due_on", "pk")
    return waiting.select_related("case").only("case__title", "months")[:_FOLLOW_UPS]


_due = PreparedRead(_follow_ups)


def connect() -> None:
    """Called once when the app is ready."""
    register_part(wanted_cases)
    register_matters("cases", case_matters, order=2, counted=begun_cases)
