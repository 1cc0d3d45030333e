"""The search page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bansou.freshness.keys import fresh_key, later
from bansou.search.demand import counted
from bansou.search.finding import LAST_PAGE, PAGE_SIZE, Findings, find
from bansou.search.lexemes import LONGEST_QUERY
from bansou.text.normalise import clean_line


@dataclass(frozen=True)
class _Neighbours:
    """What components/pager.html needs."""

    previous_query: str
    next_query: str


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Results for `q`, of one `kind` or all, ten a page; without a word a short help."""
    query = clean_line(request.GET.get("q", "")[: 2 * LONGEST_QUERY])[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    page = _page(request.GET.get("page", ""))
    findings = later(lambda: counted(request, find(user=request.user, query=query, kind=kind, page=page)))
    context = {
        "query": query,
        "findings": findings,
        "pages": later(lambda: _neighbours(request, findings)),
        "is_cut": later(lambda: findings.page == LAST_PAGE and findings.chosen_count > LAST_PAGE * PAGE_SIZE),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("検索", "")],
    }
    return render(request, "search/search_results.html", context)


def _page(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1


def _neighbours(request: HttpRequest, findings: Findings) -> _Neighbours:
    def query_of(page: int) -> str:
        address = request.GET.copy()
        address["page"] = str(page)
        return f"?{address.urlencode()}"

    return _Neighbours(
        previous_query=query_of(findings.page - 1) if findings.page > 1 else "",
        next_query=query_of(findings.page + 1) if findings.page < findings.last_page else "",
    )
