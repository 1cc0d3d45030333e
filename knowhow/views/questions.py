"""The pages of the question bank: list, card, tomorrow's sheet, and the forms."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, staff_only
from accounts.refusals import Refused, reason_against
from bansou.forms.parking import parked_text, parks_typed_text
from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from cases.actions import latest_version
from cases.models import Case, Episode, QuestionCard
from cases.models.question import QUESTION_MAX
from knowhow import actions
from knowhow.forms.posts import ReasonForm
from knowhow.forms.questions import QuestionForm, ReportForm
from knowhow.models import QuestionReport, Reply
from knowhow.permissions import check_can_hide, check_can_propose_question, check_can_report_question
from knowhow.question_pages import ShownQuestion, bank_of, origin_of, proposer_of, reports_of
from knowhow.question_tray import CARDS_AT_MOST, Tray, setting_of
from knowhow.views.finding import FRONT

_BANK = ("問いかけバンク", "/knowhow/questions/")
_SPOKEN = re.compile(r"「([^「」]+)」")


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The bank under the conditions of the address."""
    context = {
        "bank": later(lambda: bank_of(request)),
        "at_most": CARDS_AT_MOST,
        "has_tray": "card" in request.GET,
        "fresh_key": fresh_key(request),
        "propose_refused": reason_against(check_can_propose_question, request.user),
        "breadcrumb": [FRONT, ("問いかけバンク", "")],
    }
    return render(request, "knowhow/question_list.html", context)


@require_safe
def question_sheet(request: HttpRequest) -> HttpResponse:
    """「あしたの問いかけ」: the cards of the tray, to be printed on one page of A4."""
    tray = Tray(request.GET)
    lines = later(tray.lines)
    context = {
        "lines": lines,
        "tray": tray,
        "setting": later(lambda: setting_of([line.card for line in lines])),
        "fresh_key": fresh_key(request),
        "breadcrumb": [FRONT, (_BANK[0], tray.bank_url), ("あしたの問いかけ", "")],
    }
    return render(request, "knowhow/question_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One card; a POST tells how it went."""
    if request.method == "POST":
        return _report(request, pk)  # type: ignore[return-value]
    card = _card_or_404(request, pk)
    own = QuestionReport.objects.by(request.user).filter(card=card).first()
    typed = parked_text(request) if request.user.is_authenticated else None
    form = ReportForm(initial={"text": typed["text"] if typed else own.text if own else ""}, person=request.user)
    return _question_page(request, card, form, own)


@parks_typed_text
def _report(request: HttpRequest, pk: int) -> HttpResponse:
    card = _card_or_404(request, pk)
    form = ReportForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            actions.report_question(by=person_of(request), card=card, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "「使ってみた」を保存しました。")
            return redirect(f"{card.get_absolute_url()}#reports")
    return _question_page(request, card, form, QuestionReport.objects.by(request.user).filter(card=card).first())


def _question_page(request: HttpRequest, card: QuestionCard, form: ReportForm, own: QuestionReport | None) -> HttpResponse:
    cases = Case.objects.visible_to(request.user).filter(used_questions=card).with_card_rows()
    tray = Tray(request.GET)
    context = {
        "card": card,
        "shown": ShownQuestion.of(card, tray if card.is_shown else None),
        "tray": tray,
        "page": later(lambda: keyset_page(cases, request, order=("-first_published_at", "-pk"), size=6)),
        "origin": later(lambda: origin_of(card, request.user)),
        "proposer": later(lambda: proposer_of(card, request.user)),
        "reports": later(lambda: reports_of(card, request.user)),
        # Who proposed a card sees its state; the bank's are the same for everybody.
        "fresh_key": fresh_key(request) if card.is_shown else None,
        "form": form,
        "own": own,
        "report_refused": reason_against(check_can_report_question, request.user, card),
        "breadcrumb": [FRONT, (_BANK[0], tray.bank_url if tray.numbers else _BANK[1]), (card.question, "")],
    }
    return render(request, "knowhow/question_detail.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class _Source:
    """What a card is proposed from: a dialogue of a case, a reply, or nothing."""

    case: Case | None = None
    episode: Episode | None = None
    reply: Reply | None = None

    @property
    def initial(self) -> dict[str, Any]:
        """What the form begins with: of a dialogue the words that were spoken first."""
        if self.episode is None:
            return {}
        spoken = _SPOKEN.search(self.episode.question)
        words = spoken.group(1) if spoken else self.episode.question
        names = ("inquiry", "walls", "stage", "partner", "aim")
        return {"question": words[:QUESTION_MAX], **{name: getattr(self.episode, name) for name in names}}


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def question_new(request: HttpRequest) -> HttpResponse:
    """Propose a card; `?case=…&dialogue=…` takes it from a dialogue, `?reply=…` from a reply."""
    check_can_propose_question(request.user)
    source = _source_of(request)
    typed = parked_text(request)
    form = QuestionForm(initial=source.initial, person=request.user)
    if typed:
        form = QuestionForm(initial=typed.dict() | {"walls": typed.getlist("walls")}, person=request.user)
    if request.method == "POST":
        form = QuestionForm(request.POST, person=request.user)
        if form.is_valid() and (card := _proposed(request, form, source)):
            messages.success(request, "ありがとうございます。事務局が確かめてから、問いかけバンクに載せます。")
            return redirect(card)
    context = {"form": form, "source": source, "breadcrumb": [FRONT, _BANK, ("問いかけを提案する", "")]}
    return render(request, "knowhow/question_new.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, form: QuestionForm, source: _Source) -> QuestionCard | None:
    """The proposed card; None where that was refused, with the reason in the form."""
    words = {name: value for name, value in form.cleaned_data.items() if name not in ("submission_key", "typed_by")}
    try:
        return actions.propose_question(
            by=person_of(request),
            submission_key=form.submission_key,
            case=source.case,
            episode_key=source.episode.key if source.episode else None,
            reply=source.reply,
            **words,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


def _source_of(request: HttpRequest) -> _Source:
    """What the address names; 404 where the person may not read it."""
    if number := request.GET.get("reply", ""):
        return _Source(reply=get_object_or_404(Reply.objects.visible_to(request.user), pk=_number(number)))
    if not (number := request.GET.get("case", "")):
        return _Source()
    team_case = Case.objects.of_team(request.user).filter(pk=_number(number)).first()
    case = team_case or get_object_or_404(Case.objects.visible_to(request.user), pk=_number(number))
    version = latest_version(case) if team_case else case
    key = request.GET.get("dialogue", "")
    episode = next((episode for episode in version.episodes.all() if str(episode.key) == key), None)
    if episode is None:
        raise Http404
    return _Source(case=case, episode=episode)


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return int(typed)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def question_report_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a report, or show a hidden one again, with a reason."""
    report = get_object_or_404(QuestionReport.objects.visible_to(request.user).select_related("card", "author"), pk=pk)
    check_can_hide(request.user)
    form = ReasonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        act = actions.show_report_again if request.POST.get("act") == "show" else actions.hide_report
        act(by=person_of(request), report=report, reason=form.cleaned_data["reason"])
        messages.success(request, "表示に戻しました。" if act is actions.show_report_again else "非表示にしました。")
        return redirect(report)
    word = "表示に戻す" if report.is_hidden else "非表示にする"
    trail = [FRONT, _BANK, (report.card.question, report.card.get_absolute_url()), (word, "")]
    context = {"form": form, "line": report, "noun": "使ってみた", "word": word, "breadcrumb": trail}
    return render(request, "knowhow/line_hide.html", context)


def _card_or_404(request: HttpRequest, pk: int) -> QuestionCard:
    return get_object_or_404(QuestionCard.objects.visible_to(request.user).select_related("author", "organisation"), pk=pk)
