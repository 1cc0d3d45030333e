"""The forms for a new topic and for editing one's own post, and their preview."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from accounts.refusals import Refused
from bansou.forms.parking import parks_typed_text
from bansou.text.normalise import clean_line
from knowhow import actions
from knowhow.drafting import place_of_edit, place_of_new_topic
from knowhow.forms.posts import EditForm, ReplyEditForm, TopicEditForm, TopicForm
from knowhow.light_forms import LIGHT_FORMS, light_form
from knowhow.models import Board, Reply, Topic, TopicKind
from knowhow.models.keywords import keywords_of_cases
from knowhow.models.topic import TITLE_MAX
from knowhow.permissions import check_can_edit
from knowhow.views.case_links import case_of_address
from knowhow.views.finding import FRONT, reply_or_404, topic_or_404, trail
from knowhow.views.pictures import with_picture
from knowhow.views.typing import (
    attempted,
    is_sent,
    look_again,
    opened,
    posted_words,
    previewed,
    rendered,
    texts_beside,
)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_new(request: HttpRequest) -> HttpResponse:
    """Write a new topic; `?board=` chooses its board, `?kind=` which of the light forms helps with it, `?case=` the case that it asks about.

    `?title=` is what somebody looked for in vain.
    """
    board_slug = _board_of_address(request)
    case = case_of_address(request)
    opening, typed = opened(request, place_of_new_topic(board_slug))
    typed, picture_form = with_picture(request, typed)
    # A button or a link says the kind anew; what was typed comes along.
    if typed and (kind := request.POST.get("switch") or (request.method != "POST" and request.GET.get("kind"))):
        typed = typed.copy()
        typed["kind"] = light_form(kind).kind
    form = TopicForm(
        typed,
        initial={
            "board": board_slug,
            "kind": light_form(request.GET.get("kind", "")).kind,
            "title": clean_line(request.GET.get("title", "")[: 2 * TITLE_MAX])[:TITLE_MAX],
        },
        boards=Board.objects.open_to(request.user),
        keywords=keywords_of_cases(request.user),
        person=request.user,
        checked=is_sent(request),
    )
    look = None
    if not picture_form.errors and form.is_valid() and not (look := look_again(request, form, "title", "body")):
        words = {name: form.cleaned_data[name] for name in ("board", "kind", "title", "body", "keywords")}
        words |= {"case": case, "submission_key": form.submission_key}
        posted = attempted(form, actions.post_topic, by=request.user, **words)
        if posted:
            opening.close(by=person_of(request))
            messages.success(request, posted_words("話題", posted))
            return redirect(posted)
    light = light_form(form["kind"].value() or "")
    context = {
        "form": form,
        "light": light,
        "light_forms": LIGHT_FORMS.values(),
        "case": case,
        "opening": opening,
        "drafts_beside": texts_beside(opening, form),
        "picture_form": picture_form,
        "look": look,
        "look_readers": form.cleaned_data["board"].reader_label if look else "",
        "address_query": f"{request.GET.urlencode()}&" if request.GET else "",
        "preview": previewed(request),
        "breadcrumb": [FRONT, (light.label, "")],
    }
    return render(request, "knowhow/topic_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own topic; the texts of a clinic have a page of their own."""
    found = topic_or_404(request, pk)
    if found.kind == TopicKind.CLINIC:
        return redirect("knowhow:clinic_edit", pk=pk)
    return _edit(request, found, TopicEditForm, actions.edit_topic, ("title", "body"))


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reply_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own reply."""
    return _edit(request, reply_or_404(request, pk), ReplyEditForm, actions.edit_reply, ("body",))


def _edit(
    request: HttpRequest, post: Topic | Reply, form_class: type[EditForm], save: Callable[..., Any], names: tuple[str, ...]
) -> HttpResponse:
    noun = "topic" if isinstance(post, Topic) else "reply"
    stored = {name: getattr(post, name) for name in (*names, "edit_version")}
    if request.method != "POST":
        check_can_edit(request.user, post)
    current: Topic | Reply | None = None
    opening, typed = opened(request, place_of_edit(post), saved_at=post.edited_at or post.created_at)
    typed, picture_form = with_picture(request, typed)
    form = form_class(typed, initial=stored, person=request.user, checked=is_sent(request))
    if not picture_form.errors and form.is_valid():
        words = {name: form.cleaned_data[name] for name in (*names, "edit_version", "reason", "hide_earlier")}
        try:
            saved = attempted(form, save, by=request.user, **{noun: post}, **words)
        except actions.EditConflict as conflict:
            current, saved = conflict.current, None  # type: ignore[assignment]
            form = _once_more(request, form, conflict)
        if saved:
            opening.close(by=person_of(request))
            messages.success(request, "修正を保存しました。")
            return redirect(saved)
    context = {
        "form": form,
        "opening": opening,
        "drafts_beside": texts_beside(opening, form),
        "picture_form": picture_form,
        "post": post,
        "is_topic": noun == "topic",
        "current": current,
        "preview": previewed(request),
        "breadcrumb": [*trail(post), ("修正", "")],
    }
    return render(request, "knowhow/post_edit.html", context)


def _once_more(request: HttpRequest, form: EditForm, conflict: actions.EditConflict) -> EditForm:
    """The form with what was typed, now based on the version that was saved elsewhere."""
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed["edit_version"] = str(conflict.current.edit_version)
    again = type(form)(typed, person=request.user)
    again.add_error(
        None, "別の画面で、先に修正が保存されています。いま保存されている文章と見くらべて、もう一度保存してください。"
    )
    return again


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text of a form as it will look, for the toolbar: a piece of a page."""
    context: dict[str, Any] = {}
    if not request.user.is_authenticated:
        context["reason"] = "ログインが切れています。文章をコピーしてから、もう一度ログインしてください。"
    else:
        try:
            context["preview"] = rendered(request)
        except Refused as refusal:
            context["reason"] = refusal.reason
    return render(request, "knowhow/preview.html", context)


def _board_of_address(request: HttpRequest) -> str:
    """The board that `?board=` names; 404 where the person may not read it."""
    slug = request.GET.get("board", "").replace("\0", "")
    return get_object_or_404(Board.objects.visible_to(request.user), slug=slug).slug if slug else ""
