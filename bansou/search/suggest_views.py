"""Answers the search box while somebody types."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.refusals import Refused
from bansou.moderation.limits import check_reader_limit
from bansou.search.lexemes import LONGEST_QUERY
from bansou.search.suggesting import suggestions


@require_safe
@never_cache
def suggest(request: HttpRequest) -> JsonResponse:
    """What may be meant by `q`, which is not typed to its end, for this person alone: `{"suggestions": [{"label", "text", "url"}]}`."""
    try:
        check_reader_limit(request, "suggest")
    except Refused as refusal:
        return JsonResponse({"suggestions": [], "refusal": str(refusal)}, status=429)
    found = suggestions(user=request.user, typed=request.GET.get("q", "")[: 2 * LONGEST_QUERY])
    return JsonResponse({"suggestions": [asdict(suggestion) for suggestion in found]})
