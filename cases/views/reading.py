"""Reading cases on the site: the page of a case. Lists and maps are in finding.py."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.refusals import reason_against
from bansou.freshness.keys import fresh_key, later
from bansou.notifications.reading import saw
from cases.models import Case, ErasedCase
from cases.models.whole import load_rows
from cases.page import Reader, page_of
from cases.permissions import check_can_edit


@require_safe
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One published case. Its team is led from an unpublished one to its preview; for others it does not exist, or no longer."""
    case = Case.objects.visible_to(request.user).select_related("organisation", "author").filter(pk=pk).first()
    if case is None:
        return _out_of_sight(request, pk)
    saw(request, f"case:{pk}")
    reader = Reader(request.user, is_team=case.is_team(request.user))
    context = {
        "title": case.title,
        "summary": case.summary,
        "subject": f"cases/{case.pk}",
        "published_at": case.first_published_at,
        "changed_at": case.last_published_at,
        "page": later(lambda: page_of(load_rows(case), reader, wall=request.GET.get("wall", ""))),
        "breadcrumb": [("事例", reverse("cases:list")), (case.title, "")],
        "is_team": reader.is_team,
        "edit_refused": reason_against(check_can_edit, request.user, case) if reader.is_team else "",
        # The team sees more of its case than others of its audience.
        "fresh_key": None if reader.is_team else fresh_key(request),
    }
    return render(request, "cases/case_detail.html", context)


def _out_of_sight(request: HttpRequest, pk: int) -> HttpResponse:
    """410 for what the person might have read once: search engines forget it sooner than after a 404. Nothing on it says why."""
    if Case.objects.of_team(request.user).filter(pk=pk).exists():
        return redirect("cases:preview", pk=pk)
    if (
        Case.objects.gone_for(request.user).filter(pk=pk).exists()
        or ErasedCase.objects.gone_for(request.user).filter(pk=pk).exists()
    ):
        response = render(request, "cases/case_gone.html", status=410)
        response["Cache-Control"] = "no-store"
        return response
    raise Http404
