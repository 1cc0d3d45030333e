"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bansou.freshness.keys import fresh_key, later
from bansou.search.address import Address, read_address
from bansou.search.demand import note_search
from bansou.search.page import SearchPage


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Results for what the address asks; without anything asked a short help."""
    address = read_address(request.GET)
    context = {
        "address": address,
        "page": later(lambda: _made(request, address)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("検索", "")],
    }
    return render(request, "search/search_results.html", context)


def _made(request: HttpRequest, address: Address) -> SearchPage:
    """A page that is not in memory, counted among what is searched for."""
    page = SearchPage(request.user, address)
    note_search(request, address, page.findings)
    return page
