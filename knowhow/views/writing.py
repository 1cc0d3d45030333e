"""The forms for a new topic and for editing one's own post, and their preview."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refused
from bansou.forms.base import SiteForm
from bansou.forms.parking import parks_typed_text
from knowhow import actions
from knowhow.forms.posts import ReplyEditForm, TopicEditForm, TopicForm
from knowhow.light_forms import LIGHT_FORMS, light_form
from knowhow.models import Board, Reply, Topic, TopicKind
from knowhow.models.keywords import keywords_of_cases
from knowhow.permissions import check_can_edit
from knowhow.views.case_links import case_of_address
from knowhow.views.finding import FRONT, reply_or_404, topic_or_404, trail
from knowhow.views.typing import attempted, parked, posted_words, previewed, rendered, values_of


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_new(request: HttpRequest) -> HttpResponse:
    """Write a new topic; `?board=` chooses its board, `?kind=` which of the light forms helps with it, `?case=` the case that it asks about."""
    boards = Board.objects.open_to(request.user)
    keywords = keywords_of_cases(request.user)
    case = case_of_address(request)
    initial = {"board": _board_of_address(request), "kind": light_form(request.GET.get("kind", "")).kind, **parked(request)}
    form = TopicForm(initial=initial, boards=boards, keywords=keywords, person=request.user)
    preview: SafeString | None = None
    if "switch" in request.POST:
        typed = values_of(request.POST) | {"kind": light_form(request.POST["switch"]).kind}
        form = TopicForm(initial=typed, boards=boards, keywords=keywords, person=request.user)
    elif "preview" in request.POST:
        form = TopicForm(initial=values_of(request.POST), boards=boards, keywords=keywords, person=request.user)
        preview = previewed(request)
    elif request.method == "POST":
        form = TopicForm(request.POST, boards=boards, keywords=keywords, person=request.user)
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in ("board", "kind", "title", "body", "keywords")}
            words |= {"case": case, "submission_key": form.submission_key}
            posted = attempted(form, actions.post_topic, by=request.user, **words)
            if posted:
                messages.success(request, posted_words("話題", posted))
                return redirect(posted)
    light = light_form(form["kind"].value())
    context = {
        "form": form,
        "light": light,
        "light_forms": LIGHT_FORMS.values(),
        "case": case,
        "preview": preview,
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
    request: HttpRequest, post: Topic | Reply, form_class: type[SiteForm], save: Callable[..., Any], names: tuple[str, ...]
) -> HttpResponse:
    noun = "topic" if isinstance(post, Topic) else "reply"
    stored = {name: getattr(post, name) for name in (*names, "edit_version")}
    current: Topic | Reply | None = None
    preview: SafeString | None = None
    form = form_class(initial=stored | parked(request), person=request.user)
    if "preview" in request.POST:
        form = form_class(initial=request.POST.dict(), person=request.user)
        preview = previewed(request)
    elif request.method == "POST":
        form = form_class(request.POST, person=request.user)
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in (*names, "edit_version")}
            try:
                saved = attempted(form, save, by=request.user, **{noun: post}, **words)
            except actions.EditConflict as conflict:
                current, saved = conflict.current, None  # type: ignore[assignment]
                form = _once_more(request, form_class, conflict)
            if saved:
                messages.success(request, "修正を保存しました。")
                return redirect(saved)
    else:
        check_can_edit(request.user, post)
    context = {
        "form": form,
        "post": post,
        "is_topic": noun == "topic",
        "current": current,
        "preview": preview,
        "breadcrumb": [*trail(post), ("修正", "")],
    }
    return render(request, "knowhow/post_edit.html", context)


def _once_more(request: HttpRequest, form_class: type[SiteForm], conflict: actions.EditConflict) -> SiteForm:
    """The form with what was typed, now based on the version that was saved elsewhere."""
    typed = request.POST.copy()
    typed["edit_version"] = str(conflict.current.edit_version)
    form = form_class(typed, person=request.user)
    form.add_error(None, "別の画面で、先に修正が保存されています。いま保存されている文章と見くらべて、もう一度保存してください。")
    return form


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
