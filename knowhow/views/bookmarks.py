"""Bookmarks: putting one at a post, with a note for oneself, and the list of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from bansou.forms.parking import parks_typed_text
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.actions.bookmarks import place_of
from knowhow.bookmark_cards import BookmarkCard
from knowhow.forms.bookmarks import BookmarkForm
from knowhow.models import Bookmark, Reply, Topic
from knowhow.views.finding import FRONT, reply_or_404, topic_or_404, trail
from knowhow.views.typing import attempted, parked


@require_safe
@signed_in
def bookmarks(request: HttpRequest) -> HttpResponse:
    """The person's bookmarks, the latest first."""
    own = Bookmark.objects.readable(request.user).select_related("topic__board", "topic__author", "reply__author")
    page = keyset_page(own, request, order=("-pk",), size=20)
    context = {
        "page": page,
        "bookmarks": [BookmarkCard.of(bookmark) for bookmark in page.items],
        "breadcrumb": [FRONT, ("しおり", "")],
    }
    return render(request, "knowhow/bookmarks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def topic_bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """A bookmark at a topic's own text."""
    return _bookmark(request, topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reply_bookmark(request: HttpRequest, pk: int) -> HttpResponse:
    """A bookmark at a reply."""
    return _bookmark(request, reply_or_404(request, pk))


def _bookmark(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    person = person_of(request)
    own = Bookmark.objects.of(person).filter(**place_of(post)).first()
    form = BookmarkForm(initial={"note": own.note if own else ""} | parked(request), person=person)
    if request.method == "POST":
        form = BookmarkForm(request.POST, person=person)
        if form.is_valid() and _changed(request, form, post):
            return redirect(post)
    context = {
        "form": form,
        "post": post,
        "card": BookmarkCard.of_post(post),
        "is_there": own is not None,
        "breadcrumb": [*trail(post), ("しおり", "")],
    }
    return render(request, "knowhow/bookmark.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, form: BookmarkForm, post: Topic | Reply) -> bool:
    """Whether the pressed button did its work; else the form says why not."""
    person = person_of(request)
    if "remove" in request.POST:
        done: object = attempted(form, actions.remove_bookmark, by=person, post=post)
        words = "しおりを外しました。"
    else:
        done = attempted(form, actions.bookmark, by=person, post=post, note=form.cleaned_data["note"])
        words = "しおりを付けました。「しおり」の一覧から、いつでも戻れます。"
    if done:
        messages.success(request, words)
    return bool(done)
