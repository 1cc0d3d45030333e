"""Staff take a post out of sight, and bring it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import staff_only
from knowhow import actions
from knowhow.forms.posts import ReasonForm
from knowhow.models import Reply, Topic
from knowhow.permissions import check_can_hide
from knowhow.views.finding import reply_or_404, topic_or_404, trail


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def topic_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a topic, or show a hidden one again, with a reason."""
    return _hide(request, topic_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reply_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a reply, or show a hidden one again, with a reason."""
    return _hide(request, reply_or_404(request, pk))


def _hide(request: HttpRequest, post: Topic | Reply) -> HttpResponse:
    check_can_hide(request.user)
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
    context = {"form": form, "post": post, "is_topic": isinstance(post, Topic), "breadcrumb": [*trail(post), (word, "")]}
    return render(request, "knowhow/post_hide.html", context)
