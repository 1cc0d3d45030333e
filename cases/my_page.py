"""What this room shows on a supporter's own page: that cases are wanted."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.my_page import register_part
from accounts.refusals import reason_against
from cases.models import WantedCase
from cases.permissions import check_can_write


def wanted_cases(request: HttpRequest) -> SafeString | str:
    """How many cases are wanted, and one of them, for who may write one; "" where there is none. One query."""
    if reason_against(check_can_write, person_of(request)):
        return ""
    titles = list(WantedCase.objects.unanswered().values_list("title", flat=True))
    return render_to_string("cases/wanted_on_my_page.html", {"count": len(titles), "newest": titles[0]}) if titles else ""


def connect() -> None:
    """Called once when the app is ready."""
    register_part(wanted_cases)
