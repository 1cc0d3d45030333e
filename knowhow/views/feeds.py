"""The feeds of the exchange. What they hold is the same for whoever asks."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bansou.freshness.feeds import feed_response
from knowhow import feeds
from knowhow.models import Board
from knowhow.models.keywords import keywords_seen_by


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """All topics."""
    return feed_response(request, feeds.feed_of_topics)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a public board."""
    found = get_object_or_404(Board.objects.visible_to(AnonymousUser()), slug=slug)
    return feed_response(request, lambda: feeds.feed_of_board(found))


@require_safe
def keyword(request: HttpRequest, pk: int) -> HttpResponse:
    """Those with one keyword that visitors see."""
    found = get_object_or_404(keywords_seen_by(AnonymousUser()), pk=pk)
    return feed_response(request, lambda: feeds.feed_of_keyword(found))
