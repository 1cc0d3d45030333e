"""What pages with a form for posts have in common: the text of a lost session, the preview, and an action's refusal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from accounts.refusals import Refused
from bansou.forms.base import SiteForm
from bansou.forms.parking import parked_text
from bansou.moderation.limits import check_limit
from bansou.text import markdown
from bansou.text.normalise import clean_text
from knowhow.models.post import BODY_MAX, Post


def attempted[Result](form: SiteForm, act: Callable[..., Result], **arguments: Any) -> Result | None:
    """What the action gives; where it refuses, None and the reason at the top of the form, which keeps its text."""
    try:
        return act(**arguments)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


def attempted_once(form: SiteForm, act: Callable[..., None], **arguments: Any) -> bool:
    """As `attempted`, for actions that give nothing: whether it was done."""
    try:
        act(**arguments)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


def posted_words(noun: str, post: Post) -> str:
    """What the page says after posting; a newcomer's first post waits for a look."""
    if post.is_held:
        return f"{noun}を受け付けました。はじめての投稿なので、事務局が確認してから表示します（ふつう1営業日以内）。"
    return f"{noun}を投稿しました。"


def parked(request: HttpRequest) -> dict[str, Any]:
    """What was typed before the session was lost."""
    typed = parked_text(request) if request.user.is_authenticated else None
    return values_of(typed) if typed else {}


def values_of(typed: QueryDict) -> dict[str, Any]:
    """What fills a form again: a list where several were chosen."""
    return {name: values if len(values) > 1 else values[0] for name, values in typed.lists() if values}


def previewed(request: HttpRequest) -> SafeString | None:
    """The preview without JavaScript; refused, the page says why and keeps the text."""
    try:
        return rendered(request)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
        return None


def rendered(request: HttpRequest) -> SafeString:
    """The text of the form as it will look; raises Refused where the person asks too often."""
    check_limit(request.user, "preview")  # type: ignore[arg-type]
    return markdown.render(clean_text(request.POST.get("body", ""))[:BODY_MAX])
