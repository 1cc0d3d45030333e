"""Leaving the site, and for staff: undoing it."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from accounts.actions import close_account
from accounts.forms import CloseForm, Contributions
from accounts.models import KEPT_DAYS
from accounts.permissions import check_can_close
from accounts.refusals import reason_against


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required
def close(request: HttpRequest) -> HttpResponse:
    """What leaving means, the choice, and the button."""
    person = person_of(request)
    refusal = reason_against(check_can_close, person)
    form = CloseForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and not refusal and form.is_valid():
        close_account(user=person, by=person, withdraw=form.cleaned_data["contributions"] == Contributions.WITHDRAW)
        logout(request)
        return redirect("accounts:closed")
    context = {
        "form": form,
        "refusal": refusal,
        "days": KEPT_DAYS,
        "breadcrumb": [("マイページ", "/me/"), ("退会", "")],
    }
    return render(request, "accounts/close.html", context)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "accounts/closed.html", {"days": KEPT_DAYS})
