"""ロールプレイ: the list, what all three read, and the sheets of paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bansou.school.models import RolePlay, RolePlayPart
from bansou.school.role_play_pages import sheets_of

_LEARN = ("学ぶ", "/learn/")
_LIST = ("対話の練習シート", "/learn/role-plays/")


@require_safe
def role_plays(request: HttpRequest) -> HttpResponse:
    """All of them, and how it is done."""
    context = {"role_plays": RolePlay.objects.shown(), "breadcrumb": [_LEARN, (_LIST[0], "")]}
    return render(request, "school/role_play_list.html", context)


@require_safe
def role_play(request: HttpRequest, slug: str) -> HttpResponse:
    """What all three may read: nothing that only one of them knows."""
    found = get_object_or_404(RolePlay.objects.shown(), slug=slug)
    context = {"role_play": found, "sheets": sheets_of(found), "breadcrumb": [_LEARN, _LIST, (found.title, "")]}
    return render(request, "school/role_play_detail.html", context)


@require_safe
def role_play_sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """The three sheets, each on its own page of paper: for whoever prepares the evening."""
    found = get_object_or_404(RolePlay.objects.shown(), slug=slug)
    return _sheets_page(request, found, "三枚の紙")


@require_safe
def role_play_sheet(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One sheet, for the one who plays it."""
    if part not in RolePlayPart:
        raise Http404
    found = get_object_or_404(RolePlay.objects.shown(), slug=slug)
    return _sheets_page(request, found, f"{RolePlayPart(part).label}の紙", part)


def _sheets_page(request: HttpRequest, role_play: RolePlay, name: str, *parts: str) -> HttpResponse:
    context = {
        "role_play": role_play,
        "sheets": sheets_of(role_play, *parts),
        "name": name,
        "breadcrumb": [_LEARN, _LIST, (role_play.title, role_play.get_absolute_url()), (name, "")],
    }
    return render(request, "school/role_play_sheets.html", context)
