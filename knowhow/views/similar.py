"""What was written about the same already, while somebody types a title."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from bansou.search.finding import find
from bansou.search.lexemes import LONGEST_QUERY
from bansou.text.normalise import clean_line

#: Characters from which a title tells something, things that are shown, and the kinds that answer a question.
_SHORTEST, _MOST = 4, 5
_KINDS = ("cases", "knowhow", "explainer")


@require_safe
@signed_in
def similar(request: HttpRequest) -> HttpResponse:
    """Cases, topics and pages like the title `q` (or `title`, as the form calls it): a piece of a page, empty where there is nothing."""
    query = clean_line((request.GET.get("q") or request.GET.get("title", ""))[: 2 * LONGEST_QUERY])[:LONGEST_QUERY]
    results = find(user=request.user, query=query).results if len(query) >= _SHORTEST else []
    found = [result for result in results if result.kind in _KINDS][:_MOST]
    return render(request, "knowhow/similar.html", {"found": found})
