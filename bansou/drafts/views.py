"""The two requests of a draft: keep what was typed, throw one away. Both are sent by pages of the rooms above."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import person_of, signed_in
from accounts.refusals import Refused
from bansou.drafts import actions
from bansou.drafts.models import Draft, milliseconds
from bansou.drafts.places import is_open_to


@dataclass(frozen=True)
class _Sent:
    place: str
    tab: uuid.UUID
    sequence: int
    fields: list[tuple[str, str]]
    source: actions.Source | None


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the fields of a form: JSON with place, tab, sequence, fields ([[name, value], …]) and source.

    Answers 200 with the time of the clock, 409 where something newer is kept, 401, 404, 413 or 429 with the reason in words.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "ログインが切れています。"}, status=401)
    sent = _read(request)
    if sent is None:
        return JsonResponse({"reason": "読み取れませんでした。"}, status=400)
    if not is_open_to(request.user, sent.place):
        raise Http404
    try:
        kept = actions.keep_draft(
            by=person_of(request), place=sent.place, tab=sent.tab, sequence=sent.sequence, fields=sent.fields, source=sent.source
        )
    except actions.TooLong as refusal:
        return JsonResponse({"reason": refusal.reason}, status=413)
    except Refused as refusal:
        return JsonResponse({"reason": refusal.reason}, status=429)
    now = timezone.localtime()
    newer = Draft.objects.of(request.user).filter(place=sent.place, sequence__gt=sent.sequence).exclude(tab=sent.tab)
    answer = {"clock": milliseconds(now), "at": f"{now.hour}:{now.minute:02}", "elsewhere": newer.exists()}
    return JsonResponse(answer, status=200 if kept else 409)


@require_POST
@signed_in
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one of the person's own drafts away and go back to where he was."""
    draft = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    actions.discard_draft(draft=draft, by=person_of(request))
    messages.success(request, "書きかけを捨てました。")
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/me/")


def _read(request: HttpRequest) -> _Sent | None:
    try:
        sent: Any = json.loads(request.body)
        fields = [(name, value) for name, value in sent["fields"]]
        place = sent["place"]
        if not isinstance(place, str) or not all(isinstance(part, str) for pair in fields for part in pair):
            return None
        source = actions.Source.read(str(sent.get("source", "")))
        return _Sent(place, uuid.UUID(sent["tab"]), max(0, int(sent["sequence"])), fields, source)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None
