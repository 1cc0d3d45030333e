"""読む演習: the list, a case that stops, what the supporter did; proposing a dialogue; keeping order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, signed_in, staff_only
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.lists.keyset import keyset_page
from bansou.school import practice_actions as actions
from bansou.school.models import ReadingAnswer, ReadingStop
from bansou.school.practice_forms import AnswerForm, StopProposalForm
from bansou.school.practice_permissions import check_can_answer, check_can_hide_answer, check_can_propose_stop
from bansou.school.reading_pages import LEARN, READING, Passage, StopCard, others_answers, own_published_cases, state_of
from cases.models import Case
from knowhow.forms.posts import ReasonForm

_STOPS_A_PAGE = 24


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """The dialogues to practise on."""
    stops = ReadingStop.objects.visible_to(request.user).with_own_answer(request.user).select_related("case")
    page = keyset_page(stops, request, order=("-pk",), size=_STOPS_A_PAGE)
    context = {
        "page": page,
        "stops": [StopCard.of(stop) for stop in page.items],
        "own_cases": own_published_cases(request),
        "breadcrumb": [LEARN, (READING[0], "")],
    }
    return render(request, "school/reading_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """A case up to the dialogue. A POST writes: kept for whoever is signed in, shown once and forgotten for a visitor."""
    # Whoever was signed in when he typed is asked to sign in again, and finds his text.
    if request.method == "POST" and (request.user.is_authenticated or "typed_by" in request.POST):
        return _save(request, pk)  # type: ignore[return-value]
    stop = _stop_or_404(request, pk)
    if request.method == "POST":
        form = AnswerForm(request.POST, person=request.user)
        if form.is_valid():
            return _rest_page(request, stop, typed=form.cleaned_data)
        return _stop_page(request, stop, form)
    own = ReadingAnswer.objects.by(request.user).filter(stop=stop).first()
    typed = parked_text(request) if request.user.is_authenticated else None
    initial = typed.dict() if typed else {name: getattr(own, name) for name in ("text", "reason", "shown_as")} if own else {}
    return _stop_page(request, stop, AnswerForm(initial=initial, person=request.user), own)


@parks_typed_text
def _save(request: HttpRequest, pk: int) -> HttpResponse:
    stop = _stop_or_404(request, pk)
    form = AnswerForm(request.POST, person=request.user)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("text", "reason", "shown_as")}
        try:
            actions.save_answer(by=person_of(request), stop=stop, **words)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "書いたものを保存しました。続きを読みましょう。")
            return redirect(stop.rest_url)
    return _stop_page(request, stop, form, ReadingAnswer.objects.by(request.user).filter(stop=stop).first())


def _stop_page(request: HttpRequest, stop: ReadingStop, form: AnswerForm, own: ReadingAnswer | None = None) -> HttpResponse:
    context = {
        "stop": stop,
        "passage": Passage(stop, stop.case, request.user),
        "form": form,
        "own": own,
        "refused": reason_against(check_can_answer, request.user) if request.user.is_authenticated else "",
        "breadcrumb": [LEARN, READING, (stop.title, "")],
    }
    return render(request, "school/reading_stop.html", context, status=422 if form.errors else 200)


@require_safe
def reading_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """What the supporter asked, how it went, and what others would have asked."""
    return _rest_page(request, _stop_or_404(request, pk))


@never_cache
def _rest_page(request: HttpRequest, stop: ReadingStop, *, typed: dict[str, str] | None = None) -> HttpResponse:
    own = ReadingAnswer.objects.by(request.user).filter(stop=stop).first()
    context = {
        "stop": stop,
        "passage": Passage(stop, stop.case, request.user),
        "own": own,
        "own_state": state_of(own) if own else "",
        "typed": typed,
        "answers": others_answers(stop, request.user),
        "breadcrumb": [LEARN, READING, (stop.title, stop.get_absolute_url()), ("その先を読む", "")],
    }
    return render(request, "school/reading_rest.html", context)


@require_POST
@signed_in
def answer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own back."""
    answer = get_object_or_404(ReadingAnswer.objects.by(request.user).select_related("stop"), pk=pk)
    try:
        actions.delete_answer(by=person_of(request), answer=answer)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(answer)
    messages.success(request, "書いたものを消しました。")
    return redirect(answer.stop)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def answer_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide an answer, or show a hidden one again, with a reason."""
    check_can_hide_answer(request.user)
    answer = get_object_or_404(ReadingAnswer.objects.visible_to(request.user).shared().select_related("stop"), pk=pk)
    form = ReasonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        act = actions.show_answer_again if request.POST.get("act") == "show" else actions.hide_answer
        act(by=person_of(request), target=answer, reason=form.cleaned_data["reason"])
        messages.success(request, "表示に戻しました。" if act is actions.show_answer_again else "非表示にしました。")
        return redirect(answer)
    word = "表示に戻す" if answer.is_hidden else "非表示にする"
    trail = [LEARN, READING, (answer.stop.title, answer.stop.rest_url), (word, "")]
    context = {"form": form, "answer": answer, "word": word, "breadcrumb": trail}
    return render(request, "school/answer_hide.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def reading_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of one's own published case: propose the dialogue at which it stops."""
    case = get_object_or_404(Case.objects.of_team(request.user).published(), pk=pk)
    check_can_propose_stop(request.user, case)
    episodes = list(case.episodes.order_by("sort_order", "pk"))
    typed = parked_text(request)
    form = StopProposalForm(initial=typed.dict() if typed else None, episodes=episodes, person=request.user)
    if request.method == "POST":
        form = StopProposalForm(request.POST, episodes=episodes, person=request.user)
        if form.is_valid() and _propose(request, case, form):
            messages.success(request, "ありがとうございます。事務局が確かめてから、演習の一覧に載せます。")
            return redirect(request.path)
    context = {
        "case": case,
        "form": form,
        "stops": ReadingStop.objects.filter(case=case).order_by("pk"),
        "breadcrumb": [LEARN, READING, ("場面を提案する", "")],
    }
    return render(request, "school/reading_propose.html", context, status=422 if form.errors else 200)


def _propose(request: HttpRequest, case: Case, form: StopProposalForm) -> bool:
    """Whether it was taken; else the form says why not."""
    words = {name: form.cleaned_data[name] for name in ("title", "scene")}
    try:
        actions.propose_stop(by=person_of(request), case=case, episode_key=form.episode_key, **words)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


def _stop_or_404(request: HttpRequest, pk: int) -> ReadingStop:
    return get_object_or_404(ReadingStop.objects.visible_to(request.user).select_related("case"), pk=pk)
