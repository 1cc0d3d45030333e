"""Organisations: the directory 連携さがし, and a page each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.forms import DirectoryForm
from accounts.models import Membership, Organisation
from accounts.models.organisation import OrganisationQuerySet
from accounts.organisation_page import organisation_parts
from accounts.prefectures import PREFECTURES_OF, Block
from bansou.lists.keyset import keyset_page

_DIRECTORY = "連携さがし"
#: People of an organisation on a page of the list.
_PEOPLE_A_PAGE = 40


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations that want to be found, by kind, area and what they can do. All conditions stand in the address."""
    form = DirectoryForm(request.GET)
    conditions = form.conditions()
    rows = _meeting(Organisation.objects.in_directory(), conditions)
    context = {
        "form": form,
        "chosen": form.labels(),
        "count": rows.count(),
        "page": keyset_page(rows, request, order=("pk",)),
        "breadcrumb": [(_DIRECTORY, "")],
    }
    return render(request, "accounts/organisation_list.html", context)


def _meeting(rows: OrganisationQuerySet, conditions: dict[str, str]) -> OrganisationQuerySet:
    if "kind" in conditions:
        rows = rows.filter(organisation_type=conditions["kind"])
    if "area" in conditions:
        area = conditions["area"]
        rows = rows.filter(prefecture__in=PREFECTURES_OF[Block(area)] if area in Block.values else [area])
    if "can" in conditions:
        rows = rows.filter(abilities__contains=[conditions["can"]])
    return rows


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is and can do, how to reach it, its people who want to stand here, and what the rooms above know of it."""
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    people = keyset_page(Membership.objects.shown_at(found), request, order=("pk",), size=_PEOPLE_A_PAGE)
    context = {
        "organisation": found,
        "people": people,
        "parts": organisation_parts(request, found),
        "breadcrumb": [(_DIRECTORY, reverse("accounts:organisations")), (found.name, "")],
    }
    return render(request, "accounts/organisation_detail.html", context)
