"""What a person follows, and how much of it: one page, and the buttons of all others."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, signed_in
from accounts.audiences import Person
from accounts.refusals import Refused
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.models import Board, Follow, FollowLevel, Topic
from knowhow.models.following import WIDE_KINDS
from knowhow.models.keywords import keywords_seen_by
from knowhow.models.writers import writers_seen_by
from knowhow.own_marks import FollowControl
from knowhow.views.finding import FRONT

#: Of each kind what a person may follow: what he may read.
_SEEN: dict[str, Callable[[Person], QuerySet[Any]]] = {
    "topic": Topic.objects.visible_to,
    "board": Board.objects.visible_to,
    "keyword": keywords_seen_by,
    "writer": writers_seen_by,
}
_STOP = "stop"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def following(request: HttpRequest) -> HttpResponse:
    """What the person follows; a POST with a kind, a number and a level changes one."""
    if request.method == "POST":
        return _change(request)
    page = keyset_page(_followed(request.user, "topic"), request, order=("-pk",), size=20)
    context = {
        "page": page,
        "topics": [FollowControl.of(follow, back=request.get_full_path()) for follow in page.items],
        "wide": [
            FollowControl.of(follow, back=request.get_full_path())
            for kind in WIDE_KINDS
            for follow in _followed(request.user, kind)
        ],
        "breadcrumb": [FRONT, ("フォローしているもの", "")],
    }
    return render(request, "knowhow/following.html", context)


def _followed(user: Person, kind: str) -> QuerySet[Follow]:
    """The person's follows of a kind, as far as he may still read what he follows."""
    seen = _SEEN[kind](user).order_by().values("pk")
    return Follow.objects.of(user).filter(**{f"{kind}__in": seen}).select_related(kind)


def _change(request: HttpRequest) -> HttpResponse:
    followed = _followed_thing(request)
    level = request.POST.get("level", "")
    try:
        if level == _STOP:
            actions.stop_following(by=person_of(request), followed=followed)
            messages.success(request, f"「{followed}」のフォローをやめました。")
        elif level in FollowLevel.values:
            actions.follow(by=person_of(request), followed=followed, level=level)
            messages.success(request, f"「{followed}」の受け取り方を「{FollowLevel(level).label}」にしました。")
    except Refused as refusal:
        messages.error(request, refusal.reason)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "knowhow:following")


def _followed_thing(request: HttpRequest) -> Any:
    """What the form names; 404 where the person may not read it."""
    seen, number = _SEEN.get(request.POST.get("kind", "")), request.POST.get("pk", "")
    if seen is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return get_object_or_404(seen(request.user), pk=int(number))
