"""Cases like a client: from a case, from a profile in the address, or from a note that is sent and forgotten."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from bansou.moderation.limits import check_reader_limit
from cases.conditions import numbers_in
from cases.forms.likeness import IN_ADDRESS, LikenessForm
from cases.likeness import Alike, Profile, cases_alike, profile_of
from cases.models import Case

#: More than these nobody reads; whoever does asks with another profile.
SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
@cache_control(private=True, no_store=True)
def case_like(request: HttpRequest) -> HttpResponse:
    """The form, and below it what is like what it says; `?case=` asks for what is like that case.

    What is sent is neither stored nor logged: nothing is written, and the answer comes without a redirect.
    """
    case = _case_of_address(request) if request.method != "POST" else None
    form = LikenessForm(_typed(request))
    found: list[Alike] | None = None
    if case is not None:
        found = _found(request, form, profile_of(case), besides=case)
    elif form.is_valid():
        found = _found(request, form, form.profile)
    context = {
        "form": form,
        "case": case,
        "found": found,
        "breadcrumb": [("事例", reverse("cases:list")), ("支援先に似た事例", "")],
    }
    return render(request, "cases/case_like.html", context, status=422 if form.errors else 200)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What the form is filled with: what was sent, or what the address says. A text in an address is not read."""
    if request.method == "POST":
        return request.POST
    address = QueryDict(mutable=True)
    for name in IN_ADDRESS:
        if name in request.GET:
            address.setlist(name, request.GET.getlist(name))
    return address or None


def _case_of_address(request: HttpRequest) -> Case | None:
    """The case that the address names; 404 for one that the person may not read."""
    numbers = numbers_in(request.GET, "case")
    return get_object_or_404(Case.objects.visible_to(request.user), pk=numbers[0]) if numbers else None


def _found(request: HttpRequest, form: LikenessForm, profile: Profile, besides: Case | None = None) -> list[Alike] | None:
    """What is like the profile; None where too much was asked, with the reason in the form."""
    try:
        check_reader_limit(request, "likeness")
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None
    return cases_alike(profile, request.user, most=SHOWN, besides=besides)
