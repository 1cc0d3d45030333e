"""The pages of the exchange: front, board, topic, and the forms for posting, editing and hiding."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import staff_only
from accounts.refusals import Refused, reason_against
from bansou.forms.base import SiteForm
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from bansou.moderation.limits import check_limit
from bansou.text import markdown
from bansou.text.normalise import clean_text
from knowhow import actions
from knowhow.cards import PostCard, TopicCard
from knowhow.forms import ReasonForm, ReplyEditForm, ReplyForm, TopicEditForm, TopicForm
from knowhow.models import Board, Reply, Topic
from knowhow.models.post import BODY_MAX
from knowhow.permissions import check_can_edit, check_can_post, check_can_reply
from knowhow.reply_pages import reply_page

_FRONT = ("支援者の広場", "/knowhow/")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The boards that the person reads, what was said last, and the questions that wait for an answer."""
    topics = Topic.objects.listed_for(request.user)
    context = {
        "boards": later(lambda: list(Board.objects.visible_to(request.user))),
        "newest": later(lambda: [TopicCard.of(topic) for topic in topics.newest(6)]),
        "unanswered": later(lambda: [TopicCard.of(topic) for topic in topics.unanswered().newest(5)]),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("支援者の広場", "")],
    }
    return render(request, "knowhow/front.html", context)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board: its topics, the one with the latest post first."""
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    topics = Topic.objects.listed_for(request.user).filter(board=found).for_cards()
    page = later(lambda: keyset_page(topics, request, order=("-last_posted_at", "-pk")))
    context = {
        "board": found,
        "page": page,
        "topics": later(lambda: [TopicCard.of(topic, with_board=False) for topic in page.items]),
        "fresh_key": fresh_key(request),
        "post_refused": reason_against(check_can_post, request.user, found),
        "breadcrumb": [_FRONT, (found.name, "")],
    }
    return render(request, "knowhow/board_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic with its replies; a POST is a reply."""
    if request.method == "POST":
        return _reply(request, pk)  # type: ignore[return-value]
    found = _topic_or_404(request, pk)
    return _topic_page(request, found, ReplyForm(initial=_parked(request), person=request.user))


@parks_typed_text
def _reply(request: HttpRequest, pk: int) -> HttpResponse:
    found = _topic_or_404(request, pk)
    if "preview" in request.POST:
        form = ReplyForm(initial=request.POST.dict(), person=request.user)
        return _topic_page(request, found, form, preview=_previewed(request))
    form = ReplyForm(request.POST, person=request.user)
    if form.is_valid():
        reply = _attempted(
            form,
            actions.post_reply,
            by=request.user,
            topic=found,
            body=form.cleaned_data["body"],
            submission_key=form.submission_key,
        )
        if reply:
            messages.success(request, "返信を投稿しました。")
            return redirect(reply)
    return _topic_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_new(request: HttpRequest) -> HttpResponse:
    """Write a new topic; `?board=` chooses its board."""
    boards = Board.objects.open_to(request.user)
    initial = {"board": _board_of_address(request), **_parked(request)}
    form = TopicForm(initial=initial, boards=boards, person=request.user)
    preview: SafeString | None = None
    if "preview" in request.POST:
        form = TopicForm(initial=request.POST.dict(), boards=boards, person=request.user)
        preview = _previewed(request)
    elif request.method == "POST":
        form = TopicForm(request.POST, boards=boards, person=request.user)
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in ("board", "kind", "title", "body")}
            posted = _attempted(form, actions.post_topic, by=request.user, submission_key=form.submission_key, **words)
            if posted:
                messages.success(request, "話題を投稿しました。")
                return redirect(posted)
    context = {"form": form, "preview": preview, "breadcrumb": [_FRONT, ("話題を書く", "")]}
    return render(request, "knowhow/topic_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own topic."""
    return _edit(request, _topic_or_404(request, pk), TopicEditForm, actions.edit_topic, ("title", "body"))


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reply_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own reply."""
    return _edit(request, _reply_or_404(request, pk), ReplyEditForm, actions.edit_reply, ("body",))


def _edit(
    request: HttpRequest, post: Topic | Reply, form_class: type[SiteForm], save: Callable[..., Any], names: tuple[str, ...]
) -> HttpResponse:
    noun = "topic" if isinstance(post, Topic) else "reply"
    stored = {name: getattr(post, name) for name in (*names, "edit_version")}
    current: Topic | Reply | None = None
    preview: SafeString | None = None
    form = form_class(initial=stored | _parked(request), person=request.user)
    if "preview" in request.POST:
        form = form_class(initial=request.POST.dict(), person=request.user)
        preview = _previewed(request)
    elif request.method == "POST":
        form = form_class(request.POST, person=request.user)
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in (*names, "edit_version")}
            try:
                saved = _attempted(form, save, by=request.user, **{noun: post}, **words)
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
        "breadcrumb": [*_trail(post), ("修正", "")],
    }
    return render(request, "knowhow/post_edit.html", context)


def _once_more(request: HttpRequest, form_class: type[SiteForm], conflict: actions.EditConflict) -> SiteForm:
    """The form with what was typed, now based on the version that was saved elsewhere."""
    typed = request.POST.copy()
    typed["edit_version"] = str(conflict.current.edit_version)
    form = form_class(typed, person=request.user)
    form.add_error(None, "別の画面で、先に修正が保存されています。いま保存されている文章と見くらべて、もう一度保存してください。")
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def topic_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a topic, or show a hidden one again, with a reason."""
    return _hide(request, _topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reply_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a reply, or show a hidden one again, with a reason."""
    return _hide(request, _reply_or_404(request, pk))


def _hide(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    form = ReasonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        act = actions.show_post_again if request.POST.get("act") == "show" else actions.hide_post
        act(by=request.user, post=post, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(
            request,
            "投稿を表示に戻しました。"
            if act is actions.show_post_again
            else "投稿を非表示にしました。書いた人に理由を知らせます。",
        )
        return redirect(post)
    word = "表示に戻す" if post.is_hidden else "非表示にする"
    context = {"form": form, "post": post, "is_topic": isinstance(post, Topic), "breadcrumb": [*_trail(post), (word, "")]}
    return render(request, "knowhow/post_hide.html", context)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text of a form as it will look, for the toolbar: a piece of a page."""
    context: dict[str, Any] = {}
    if not request.user.is_authenticated:
        context["reason"] = "ログインが切れています。文章をコピーしてから、もう一度ログインしてください。"
    else:
        try:
            context["preview"] = _rendered(request)
        except Refused as refusal:
            context["reason"] = refusal.reason
    return render(request, "knowhow/preview.html", context)


def _topic_page(request: HttpRequest, found: Topic, form: ReplyForm, *, preview: SafeString | None = None) -> HttpResponse:
    # Fetched at once where the address names a part: that may be 404. Else not at all, if the posts are remembered.
    page = reply_page(found, request) if request.GET else later(lambda: reply_page(found, request))
    context = {
        "topic": found,
        "opening": later(lambda: PostCard.of_topic(found, reader=request.user)),
        "page": page,
        "replies": later(
            lambda: [
                PostCard.of_reply(reply, reader=request.user, number=number, opener_id=found.author_id)
                for number, reply in enumerate(page.items, start=page.first_number)
            ]
        ),
        # Whoever wrote here sees his own posts in his own way.
        "fresh_key": None if found.took_part else fresh_key(request),
        "form": form,
        "preview": preview,
        "reply_refused": reason_against(check_can_reply, request.user, found),
        "breadcrumb": [*_trail(found)[:-1], (found.title, "")],
    }
    return render(request, "knowhow/topic_detail.html", context)


def _trail(post: Topic | Reply) -> list[tuple[str, str]]:
    """Where a post stands: its board and topic."""
    found = post.topic if isinstance(post, Reply) else post
    return [_FRONT, (found.board.name, found.board.get_absolute_url()), (found.title, found.get_absolute_url())]


def _topic_or_404(request: HttpRequest, pk: int) -> Topic:
    topics = Topic.objects.visible_to(request.user).with_part_of(request.user).select_related("board", "author", "organisation")
    return get_object_or_404(topics, pk=pk)


def _reply_or_404(request: HttpRequest, pk: int) -> Reply:
    replies = Reply.objects.visible_to(request.user).select_related("topic__board", "author", "organisation")
    return get_object_or_404(replies, pk=pk)


def _board_of_address(request: HttpRequest) -> str:
    """The board that `?board=` names; 404 where the person may not read it."""
    slug = request.GET.get("board", "").replace("\0", "")
    return get_object_or_404(Board.objects.visible_to(request.user), slug=slug).slug if slug else ""


def _attempted[Result](form: SiteForm, act: Callable[..., Result], **arguments: Any) -> Result | None:
    """What the action gives; where it refuses, None and the reason at the top of the form, which keeps its text."""
    try:
        return act(**arguments)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


def _parked(request: HttpRequest) -> dict[str, Any]:
    """What was typed before the session was lost."""
    typed = parked_text(request) if request.user.is_authenticated else None
    return dict(typed.items()) if typed else {}


def _previewed(request: HttpRequest) -> SafeString | None:
    """The preview without JavaScript; refused, the page says why and keeps the text."""
    try:
        return _rendered(request)
    except Refused as refusal:
        messages.warning(request, refusal.reason)
        return None


def _rendered(request: HttpRequest) -> SafeString:
    check_limit(request.user, "preview")  # type: ignore[arg-type]
    return markdown.render(clean_text(request.POST.get("body", ""))[:BODY_MAX])
