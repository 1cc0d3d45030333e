"""Staff lock, move, merge and split a topic, on one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, staff_only
from accounts.refusals import Refused, reason_against
from bansou.moderation.forms import DecisionForm
from knowhow import actions
from knowhow.forms.order import LockForm, MergeForm, MoveForm, SplitForm
from knowhow.models import Lock, Reply, Topic
from knowhow.permissions import check_can_arrange, check_can_lock
from knowhow.views.finding import topic_or_404, trail

#: What can be done, in the order of the page: the name in the form, its heading, its button.
_ACTS: dict[str, tuple[type[DecisionForm], str, str]] = {
    "lock": (LockForm, "返信を止める・受け付ける", "変える"),
    "move": (MoveForm, "別の掲示板に移す", "移す"),
    "merge": (MergeForm, "別の話題に統合する", "統合する"),
    "split": (SplitForm, "返信を分けて、新しい話題にする", "分ける"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def topic_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """The four forms; a POST names one of them."""
    topic = topic_or_404(request, pk)
    check_can_lock(request.user)
    chosen = request.POST.get("act", "")
    forms = {
        name: form_class(request.POST if name == chosen else None, person=request.user, prefix=name)
        for name, (form_class, _, _) in _ACTS.items()
    }
    form = forms.get(chosen)
    if form is not None and form.is_valid():
        try:
            goal = _arranged(request, topic, chosen, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "話題を整理しました。書いた人に理由を知らせます。")
            return redirect(goal)
    refused = reason_against(check_can_arrange, request.user, topic)
    context = {
        "topic": topic,
        "refused": refused,
        "parts": [
            (name, heading, button, forms[name]) for name, (_, heading, button) in _ACTS.items() if name == "lock" or not refused
        ],
        "breadcrumb": [*trail(topic), ("話題を整理する", "")],
    }
    return render(request, "knowhow/topic_arrange.html", context, status=422 if form is not None and form.errors else 200)


def _arranged(request: HttpRequest, topic: Topic, act: str, form: DecisionForm) -> Topic:
    """Do it; gives the topic whose page comes next."""
    by, words = person_of(request), form.cleaned_data
    reason = words["reason"]
    if act == "merge":
        return actions.merge_topics(by=by, topic=topic, into=words["into"], reason=reason)
    if act == "split":
        replies = _numbered(request, topic, words["replies"])
        return actions.split_topic(by=by, topic=topic, replies=replies, title=words["title"], reason=reason)
    if act == "move":
        actions.move_topic(by=by, topic=topic, board=words["board"], reason=reason)
    elif words["lock"] == "open":
        actions.unlock_topic(by=by, topic=topic, reason=reason)
    else:
        actions.lock_topic(by=by, topic=topic, lock=Lock(words["lock"]), reason=reason)
    return topic


def _numbered(request: HttpRequest, topic: Topic, numbers: list[int]) -> list[Reply]:
    """The replies that have these numbers on the page of the topic, as staff see it."""
    in_order = Reply.objects.visible_to(request.user).filter(topic=topic).in_order()[: numbers[-1]]
    wanted = set(numbers)
    found = [reply for number, reply in enumerate(in_order, start=1) if number in wanted]
    if len(found) < len(wanted):
        raise Refused("この番号の返信はありません。話題のページで、番号を確かめてください。")
    return found
