"""How a post was changed: every edit with its reason, what went and what came."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, staff_only
from accounts.refusals import reason_against
from bansou.lists.keyset import keyset_page
from bansou.text.differences import Change, changes
from knowhow import actions
from knowhow.cards import Writer
from knowhow.forms.posts import ReasonForm
from knowhow.models import PostVersion, Reply, Topic
from knowhow.permissions import check_can_hide
from knowhow.views.finding import reply_or_404, topic_or_404, trail

#: Edits on a page: each is a comparison of up to 20,000 characters.
_EDITS_PER_PAGE = 10


@dataclass(frozen=True)
class Edit:
    """One edit as its readers see it. No `body` where one of both texts is out of sight; then `hidden_reason` says why."""

    version: PostVersion
    title: tuple[Change, ...]
    body: tuple[Change, ...]
    hidden_reason: str


@require_safe
def topic_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The edits of a topic."""
    return _history(request, topic_or_404(request, pk))


@require_safe
def reply_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The edits of a reply."""
    return _history(request, reply_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def version_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an earlier text out of the history, with a reason."""
    versions = PostVersion.objects.visible_to(request.user).select_related("topic__board", "reply__topic__board")
    version = get_object_or_404(versions, pk=pk)
    check_can_hide(request.user)
    post = version.post
    form = ReasonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        actions.hide_version(by=person_of(request), version=version, reason=form.cleaned_data["reason"])
        messages.success(request, "修正前の文章を非表示にしました。書いた人に理由を知らせます。")
        return redirect(post.get_history_url())
    context = {
        "form": form,
        "version": version,
        "post": post,
        "breadcrumb": [*trail(post), ("修正の履歴", post.get_history_url()), ("非表示にする", "")],
    }
    return render(request, "knowhow/version_hide.html", context, status=422 if form.errors else 200)


def _history(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    page = keyset_page(PostVersion.objects.of(post), request, order=("-number", "-pk"), size=_EDITS_PER_PAGE)
    for version in page.items:
        # What the edit belongs to is known: no query for each.
        version.topic, version.reply = (post, None) if isinstance(post, Topic) else (None, post)
    newer = PostVersion.objects.of(post).filter(number=page.items[0].number + 1).first() if page.items else None
    edits = []
    after: PostVersion | Topic | Reply = newer or post
    if newer:
        newer.topic, newer.reply = (post, None) if isinstance(post, Topic) else (None, post)
    for version in page.items:
        edits.append(_edit(request, version, after))
        after = version
    context = {
        "post": post,
        "writer": Writer.of(post),
        "is_topic": isinstance(post, Topic),
        "edits": edits,
        "page": page,
        "may_hide": not reason_against(check_can_hide, request.user),
        "breadcrumb": [*trail(post), ("修正の履歴", "")],
    }
    return render(request, "knowhow/post_history.html", context)


def _edit(request: HttpRequest, before: PostVersion, after: PostVersion | Topic | Reply) -> Edit:
    hidden = [
        text.hidden_reason for text in (before, after) if isinstance(text, PostVersion) and not text.text_is_for(request.user)
    ]
    if hidden:
        return Edit(before, (), (), hidden[0])
    earlier, later = before.title, getattr(after, "title", "")
    title = tuple(changes(earlier, later)) if earlier != later else ()
    return Edit(before, title, tuple(changes(before.body, after.body)), "")
