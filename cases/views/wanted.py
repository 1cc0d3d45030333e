"""求む事例: what is looked for and not told yet, for everybody to read and for supporters to take up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.refusals import reason_against
from bansou.lists.keyset import keyset_page
from cases.models import WantedCase
from cases.permissions import check_can_write

#: Answered wishes that the page still shows.
_ANSWERED = 10


@require_safe
def case_wanted(request: HttpRequest) -> HttpResponse:
    """The wishes for which a case is sought, and below them the latest that are answered."""
    context = {
        "page": keyset_page(WantedCase.objects.unanswered(), request, order=("-pk",)),
        "answered": list(WantedCase.objects.answered_for(request.user)[:_ANSWERED]),
        "write_refused": reason_against(check_can_write, request.user),
        "breadcrumb": [("事例", reverse("cases:list")), ("求む事例", "")],
    }
    return render(request, "cases/case_wanted.html", context)
