"""The feeds of cases. What they hold is the same for whoever asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bansou.freshness.feeds import feed_response
from cases import feeds
from cases.models import Keyword
from cases.vocabularies import Wall


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """All cases."""
    return feed_response(request, feeds.feed_of_cases)


@require_safe
def wall(request: HttpRequest, wall: str) -> HttpResponse:
    """Those of one of the five walls."""
    if wall not in Wall.values:
        raise Http404
    return feed_response(request, lambda: feeds.feed_of_wall(Wall(wall)))


@require_safe
def keyword(request: HttpRequest, pk: int) -> HttpResponse:
    """Those with one keyword: one that visitors see on a case."""
    seen = Keyword.objects.filter(case_keywords__content_object__in=feeds.public_cases().order_by().values("pk")).distinct()
    found = get_object_or_404(seen, pk=pk)
    return feed_response(request, lambda: feeds.feed_of_keyword(found))
