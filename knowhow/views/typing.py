"""What pages with a form for posts have in common: the text that fills it, the preview, and an action's refusal."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from accounts.access import person_of
from accounts.refusals import Refused
from bansou.drafts.opening import Opening, open_place, reopen_place
from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField, TextField
from bansou.forms.parking import parked_text
from bansou.moderation.limits import IMAGES, check_limit
from bansou.text import markdown
from bansou.text.normalise import clean_text
from knowhow.before_posting import Look, look_through
from knowhow.models import PostPicture
from knowhow.models.post import BODY_MAX, Post
from knowhow.pictures import picture_keys, with_figures


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
    """What fills a short form that keeps no draft: what was typed before the session was lost."""
    typed = parked_text(request) if request.user.is_authenticated else None
    return dict(typed.items()) if typed else {}


def opened(request: HttpRequest, place: str, *, saved_at: datetime.datetime | None = None) -> tuple[Opening, QueryDict | None]:
    """The form of the place as it opens, and what fills it: what was sent, was parked while signed out, or is kept as a draft.

    `saved_at`: when the person last saved what the form changes.
    """
    if not request.user.is_authenticated:
        return Opening(place), None
    typed = request.POST if request.method == "POST" else parked_text(request)
    if typed is not None:
        return reopen_place(request.user, place, typed), typed
    opening = open_place(request.user, place, saved_at=saved_at, query=request.GET)
    return opening, opening.draft.typed if opening.draft else None


def is_sent(request: HttpRequest) -> bool:
    """Whether the form is meant to be posted: not where only a preview, a picture or another kind of form was asked for."""
    return request.method == "POST" and not {"preview", "add_picture", "switch"} & request.POST.keys()


def look_again(request: HttpRequest, form: SiteForm, *names: str) -> Look | None:
    """What the writer is asked to look at before the first sending; None where there is nothing, or he has looked at just that."""
    look = look_through(*(form.cleaned_data[name] for name in names))
    return look if look and request.POST.get("looked_at") != look.fingerprint else None


def texts_beside(opening: Opening, form: SiteForm) -> list[dict[str, Any]]:
    """The drafts of other pages, each with its texts that this form does not hold."""
    texts = [field for field in form.visible_fields() if isinstance(field.field, LineField | TextField)]
    return [
        {
            "draft": draft,
            "lines": [
                (field.label, words)
                for field in texts
                if (words := draft.typed.get(field.html_name, "").strip()) and words != field.value()
            ],
        }
        for draft in opening.others
    ]


def previewed(request: HttpRequest) -> SafeString | None:
    """The preview without JavaScript, where it was asked for; refused, the page says why and keeps the text."""
    if "preview" not in request.POST:
        return None
    try:
        return rendered(request)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
        return None


def rendered(request: HttpRequest) -> SafeString:
    """The text of the form as it will look; raises Refused where the person asks too often."""
    person = person_of(request)
    check_limit(person, "preview")
    body = clean_text(request.POST.get("body", ""))[:BODY_MAX]
    pictures = PostPicture.objects.filter(uploaded_by=person, pk__in=picture_keys(body)[:IMAGES])
    return with_figures(markdown.render(body), pictures.select_related("picture"))
