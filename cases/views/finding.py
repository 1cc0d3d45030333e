"""Finding cases on the site: the list, the map, the changes of themes, and cases side by side. Each asks what the person may read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from cases.change_figure import change_figure
from cases.changes import survey_changes
from cases.conditions import conditions_of
from cases.models import Case
from cases.side_by_side import side_by_side
from cases.tile_map import tile_map

#: Cases on a page of the list. With all its conditions the page then stays within 40 KB.
CASES_A_PAGE = 10


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """All cases that the person may read, under the conditions of the address."""
    context = {
        "listing": later(lambda: _listing(request)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("事例", "")],
    }
    return render(request, "cases/case_list.html", context)


def _listing(request: HttpRequest) -> dict[str, Any]:
    visible = Case.objects.visible_to(request.user)
    conditions = conditions_of(request.GET)
    survey = conditions.survey(visible)
    page = keyset_page(conditions.apply(visible).with_card_rows(), request, order=conditions.order, size=CASES_A_PAGE)
    chosen = visible.only("title").in_bulk(conditions.compared) if conditions.compared else {}
    return {
        "page": page,
        "count": survey.total,
        "facets": [facet for facet in survey.facets if facet.options and conditions.offers(facet)],
        "chosen": survey.chosen,
        "orders": conditions.orders,
        "sort": conditions.sort,
        # The same conditions elsewhere, and the cases chosen for comparison that are not on this page.
        "query": conditions.query(for_list=False),
        "compared": list(chosen),
        "compared_elsewhere": [case for pk, case in chosen.items() if pk not in {shown.pk for shown in page.items}],
    }


@require_safe
def case_map(request: HttpRequest) -> HttpResponse:
    """How many cases each prefecture has, as tiles and as a table."""
    context = {
        "finding": later(lambda: _mapped(request)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("事例", reverse("cases:list")), ("地図", "")],
    }
    return render(request, "cases/case_map.html", context)


def _mapped(request: HttpRequest) -> dict[str, Any]:
    conditions = conditions_of(request.GET)
    return {
        "map": tile_map(Case.objects.visible_to(request.user), conditions),
        "chosen": conditions.in_words(without=["area"]),
        "query": conditions.query(without=["area"], for_list=False),
    }


@require_safe
def case_changes(request: HttpRequest) -> HttpResponse:
    """From what was asked about to what it really was, as a table and as a drawing."""
    context = {
        "finding": later(lambda: _changed(request)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("事例", reverse("cases:list")), ("課題の変化", "")],
    }
    return render(request, "cases/case_changes.html", context)


def _changed(request: HttpRequest) -> dict[str, Any]:
    conditions = conditions_of(request.GET)
    survey = survey_changes(Case.objects.visible_to(request.user), conditions)
    return {
        "survey": survey,
        "figure": change_figure(survey.changes),
        "chosen": conditions.in_words(without=["asked", "real"]),
        "query": conditions.query(without=["asked", "real"], for_list=False),
    }


@require_safe
def case_compare(request: HttpRequest) -> HttpResponse:
    """Two to four cases side by side. What the person may not read is left out, and not told apart from what does not exist."""
    context = {
        "comparison": later(lambda: side_by_side(request.GET, request.user)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("事例", reverse("cases:list")), ("並べて比べる", "")],
    }
    return render(request, "cases/case_compare.html", context)
